using Kindred.Tests.Cli;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cluster;

/// <summary>
/// What requests notice of what happens to nodes, to PostgreSQL and to the library. Clients ask another node once where one has failed;
/// then nothing may fail, and nothing may be in part or of two revisions.
/// </summary>
public sealed class ClusterLossTests(PostgresServer postgres)
{
    [Fact]
    public async Task Nodes_AreKilledTenTimes_NobodyNotices()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership);
        await using var load = await LoadAsync(library, cluster);
        NodeProcess[] nodes = [.. cluster.Nodes];

        for (var round = 0; round < 10; round++)
        {
            var killed = round % nodes.Length;
            nodes[killed].Process.Kill();
            await load.MoreAsync(100);
            nodes[killed] = await cluster.AddAsync(nodes[killed]);
            await load.MoreAsync(50);
        }

        Assert.Empty(await load.EndAsync());
        foreach (var node in nodes)
        {
            var path = await TwinLibrary.PathAsync(node);
            var response = await node.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Null(library.Judge("", response, (await node.GetAsync(path)).GetRawText()));
        }
    }

    [Fact]
    public async Task Node_IsToldToStop_NobodyNotices()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership);
        await using var load = await LoadAsync(library, cluster);
        var leaving = cluster.Nodes[0];

        Signal.Send(leaving.Process, Signal.Terminate);
        await Eventually.TrueAsync(
            async () => leaving.Process.HasExited || await IsDrainingAsync(leaving), "The node does not say that it stops.");
        await leaving.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await load.MoreAsync(100);

        Assert.Equal(0, leaving.Process.ExitCode);
        Assert.Empty(await load.EndAsync());
    }

    [Fact]
    public async Task Node_HangsAndComesBack_NobodyNoticesAndItJoinsAgain()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership);
        await using var load = await LoadAsync(library, cluster, [0, 1]);
        var hanging = cluster.Nodes[2];

        Signal.Send(hanging.Process, Signal.Stop);
        await load.MoreAsync(300);
        Signal.Send(hanging.Process, Signal.Continue);
        await load.MoreAsync(100);
        await hanging.BecomesReadyAsync();
        var answer = await hanging.GetAsync(await TwinLibrary.PathAsync(hanging));

        Assert.Equal(TwinLibrary.Twins, answer.GetProperty("items").GetArrayLength());
        Assert.Empty(await load.EndAsync());
    }

    [Fact]
    public async Task Library_ChangesSixtyTimesAndIsFittedAnewTwice_NoAnswerIsOfTwoRevisions()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership);
        await using var load = await LoadAsync(library, cluster);

        for (var change = 1; change <= 60; change++)
        {
            // So many more pictures that the space is fitted anew, twice.
            await library.ReplaceAsync(others: change switch { 20 => 900, 40 => 3000, _ => 0 });
            if (change % 10 == 0)
            {
                await Eventually.TrueAsync(
                    () => library.Seen.Contains(library.Generation),
                    $"Nobody sees generation {library.Generation}, only {string.Join(", ", library.Seen)}.");
            }
        }

        await load.MoreAsync(100);
        Assert.Empty(await load.EndAsync());
        Assert.Equal(3, (await cluster.Nodes[0].GetAsync("/api/status")).GetProperty("space").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Postgres_CrashesAndComesBack_SearchesGoOn()
    {
        Assert.SkipWhen(PostgresProcess.FindPrograms() is null, "There is no PostgreSQL here.");
        using var own = PostgresProcess.Start(PostgresProcess.FindPrograms()!); // It is there.
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, own.Membership);
        await using var load = await LoadAsync(library, cluster);

        own.Crash();
        await load.MoreAsync(400);
        own.Run();
        await load.MoreAsync(100);
        await cluster.AddAsync();
        await library.ReplaceAsync();
        await Eventually.TrueAsync(() => library.Seen.Contains(library.Generation), "Nobody sees what has changed since.");

        Assert.Empty(await load.EndAsync());
    }

    private static async Task<bool> IsDrainingAsync(NodeProcess node)
    {
        try
        {
            return await node.ReadyAsync() == System.Net.HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Begins to ask for what is most similar to the picture with twins.</summary>
    private static async Task<ClusterLoad> LoadAsync(TwinLibrary library, ClusterRun cluster, int[]? asked = null)
    {
        NodeProcess[] nodes = [.. (asked ?? [0, 1, 2]).Select(node => cluster.Nodes[node])];
        var load = new ClusterLoad(nodes, [await TwinLibrary.PathAsync(cluster.Nodes[0])], library.Judge);
        load.Start();
        await load.MoreAsync(60);
        return load;
    }
}
