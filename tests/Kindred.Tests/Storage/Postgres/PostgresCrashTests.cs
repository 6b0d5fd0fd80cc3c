using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>A server that crashes under a library, and comes back.</summary>
public sealed class PostgresCrashTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledWhileWriting_LeavesWholeChangesAndGoesOn()
    {
        var programs = PostgresProcess.FindPrograms();
        Assert.SkipWhen(programs is null, "There is no PostgreSQL here.");
        using var process = PostgresProcess.Start(programs!); // Skipped where there is none.
        var dead = FreePort.Find();
        var hosts = $"127.0.0.1:{dead},127.0.0.1:{process.Port}"; // The first of them is never there.
        var address = PostgresAddress.Parse($"postgres://{PostgresProcess.Owner}@{hosts}/{PostgresProcess.Database}");
        await using var store = PostgresLibraryStore.OpenOrCreate(address);
        await store.WriteSettingsAsync(Settings, Cancel);
        await store.AddFolderAsync("/gallery", Cancel);

        for (var round = 0; round < 3; round++)
        {
            var before = await store.ReadRevisionAsync(Cancel);
            var acknowledged = 0;
            var crash = Task.Run(async () =>
            {
                while (Volatile.Read(ref acknowledged) < 5)
                    await Task.Delay(1, Cancel);
                process.Crash();
            }, Cancel);
            var exception = await Assert.ThrowsAsync<StoreException>(async () =>
            {
                for (var n = 0; ; n++)
                {
                    await store.ApplyAsync(Changes(round, n), Cancel);
                    Volatile.Write(ref acknowledged, n + 1);
                }
            });
            await crash;
            Assert.True(exception.Fault == Fault.LibraryUnreachable, exception.ToString());
            Assert.Equal(
                Fault.LibraryUnreachable, (await Assert.ThrowsAsync<StoreException>(() => store.CountImagesAsync(Cancel))).Fault);

            process.Run();

            // What was acknowledged is there, and at most the one change more that nobody heard of.
            var stored = await store.ReadRevisionAsync(Cancel) - before;
            Assert.InRange(stored, acknowledged, acknowledged + 1);
            var images = (await store.ReadImagesAsync(Cancel)).Where(image => image.Path.StartsWith($"{round}/", StringComparison.Ordinal));
            Assert.Equal(stored * Pictures, images.Count());
        }

        await store.ApplyAsync(Changes(9, 9), Cancel);
        Assert.Equal(await store.CountImagesAsync(Cancel), (await store.ReadContentsAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Primary_Killed_TheStandbyTakesItsPlaceWithAllThatWasAcknowledged()
    {
        var programs = PostgresProcess.FindPrograms();
        Assert.SkipWhen(programs is null, "There is no PostgreSQL here.");
        using var primary = PostgresProcess.Start(programs!); // Skipped where there is none.
        using var standby = primary.StartStandby();
        await using var store = await FillAsync(primary, standby);

        await using (var reader = PostgresLibraryStore.Open(Address(standby)))
        {
            Assert.True(reader.IsReadOnly);
            Assert.Equal(await store.ReadStateAsync(Cancel), await reader.ReadStateAsync(Cancel));
            Assert.Equal(Pictures, await reader.CountImagesAsync(Cancel));
            var fault = await Assert.ThrowsAsync<StoreException>(() => reader.ApplyAsync(Changes(0, 1), Cancel));
            Assert.Equal(Fault.LibraryNotWritable, fault.Fault);
        }

        primary.Crash();
        var gone = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Changes(0, 1), Cancel));
        Assert.Equal(Fault.LibraryUnreachable, gone.Fault);
        standby.Promote();

        Assert.Equal(Pictures, await store.CountImagesAsync(Cancel));
        await store.ApplyAsync(Changes(0, 1), Cancel);
        Assert.Equal(2 * Pictures, (await store.ReadImagesAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Primary_FallsSilent_TheStandbyTakesItsPlace()
    {
        var programs = PostgresProcess.FindPrograms();
        Assert.SkipWhen(programs is null, "There is no PostgreSQL here.");
        using var primary = PostgresProcess.Start(programs!); // Skipped where there is none.
        using var standby = primary.StartStandby();
        await using var store = await FillAsync(primary, standby);

        primary.Freeze();
        var gone = await Assert.ThrowsAsync<StoreException>(() => store.ApplyAsync(Changes(0, 1), Cancel).WaitAsync(Patience, Cancel));
        Assert.Equal(Fault.LibraryUnreachable, gone.Fault);
        standby.Promote();

        Assert.Equal(Pictures, await store.CountImagesAsync(Cancel).WaitAsync(Patience, Cancel));
        await store.ApplyAsync(Changes(0, 1), Cancel).WaitAsync(Patience, Cancel);
        Assert.Equal(2 * Pictures, (await store.ReadImagesAsync(Cancel)).Count);
    }

    /// <summary>Longer than anybody waits, and shorter than a command may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int Pictures = 16;

    private static LibrarySettings Settings { get; } = new(
        new EmbedderStamp("model-a", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true), SpaceKind.Visual);

    private static PostgresAddress Address(params PostgresProcess[] servers)
    {
        var hosts = string.Join(',', servers.Select(server => $"127.0.0.1:{server.Port}"));
        return PostgresAddress.Parse($"postgres://{PostgresProcess.Owner}@{hosts}/{PostgresProcess.Database}");
    }

    /// <summary>Opens the library of a primary server and its standby, with some pictures in it.</summary>
    private static async Task<PostgresLibraryStore> FillAsync(PostgresProcess primary, PostgresProcess standby)
    {
        var store = PostgresLibraryStore.OpenOrCreate(Address(standby, primary));
        await store.WriteSettingsAsync(Settings, Cancel);
        await store.AddFolderAsync("/gallery", Cancel);
        await store.ApplyAsync(Changes(0, 0), Cancel);
        return store;
    }

    private static LibraryChanges Changes(int round, int number)
    {
        var changes = new LibraryChanges();
        for (var n = 0; n < Pictures; n++)
        {
            var path = $"{round}/{number}/{n}.jpg";
            var content = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(path));
            changes.Embeddings.Add(new ContentEmbedding(content, new float[] { round, number, n }, 640, 480));
            changes.Files.Add(new IndexedFile("/gallery", path, content, 1, DateTime.UnixEpoch));
        }

        return changes;
    }
}
