using System.Text.Json;
using Kindred.Tests.Cli;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cluster;

/// <summary>What <c>kindred status</c> says of a cluster that nobody searches.</summary>
public sealed class ClusterStatusTests(PostgresServer postgres)
{
    [Fact]
    public async Task Status_NodesComeStopAndAreKilled_SaysWhereEveryPartitionIs()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership);
        await WholeAsync(3);

        // Nobody searches: what it searched is opened elsewhere all the same.
        cluster.Nodes[1].Process.Kill();
        await WholeAsync(2);

        Signal.Send(cluster.Nodes[2].Process, Signal.Terminate);
        await cluster.Nodes[2].Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await WholeAsync(1);
        Assert.DoesNotContain(
            await NodesAsync(),
            node => node.GetProperty("address").GetString()!.EndsWith($":{cluster.Nodes[2].Port}", StringComparison.Ordinal));

        async Task WholeAsync(int nodes)
        {
            IReadOnlyList<JsonElement> last = [];
            await Eventually.TrueAsync(
                async () =>
                {
                    last = await NodesAsync();
                    JsonElement[] here = [.. last.Where(node => node.GetProperty("heardOf").GetBoolean())];
                    return here.Length == nodes
                        && here.All(node => node.GetProperty("behind").GetInt64() == 0)
                        && here.SelectMany(node => node.GetProperty("searched").EnumerateArray().Select(partition => partition.GetInt32()))
                            .CountBy(partition => partition).Count(partition => partition.Value == Math.Min(2, nodes)) == 16;
                },
                $"Not all partitions are where they are to be: {string.Join("; ", last)}");
        }

        async Task<IReadOnlyList<JsonElement>> NodesAsync()
        {
            var run = await CliRun.InProcessAsync(
                "status", "--library", library.Location, "--membership", postgres.Membership, "--cluster-id", cluster.Id, "--json");
            Assert.Equal(0, run.ExitCode);
            var status = run.Json.GetProperty("cluster");
            return status.ValueKind == JsonValueKind.Null ? [] : [.. status.GetProperty("nodes").EnumerateArray()];
        }
    }
}
