using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sharing;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>What processes that index one library at once grant each other.</summary>
public sealed class SharedIndexingTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly EmbedderStamp Stamp = new("model-a", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true);
    private static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly FileState[] Files = [new("a.jpg", 1, Time), new("b.jpg", 2, Time), new("c.jpg", 3, Time)];
    private static readonly ContentHash Content = ContentHash.Of("a"u8);

    private readonly TemporaryFolder _folder = new();
    private PostgresLibraryStore _store = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        _store = server.Open(_folder.Path);
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await _store.AddFolderAsync(Folder, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ClaimFiles_OfAnother_AreHeldUntilTheyAreDone()
    {
        await using var one = await JoinAsync();
        await using var other = await JoinAsync();

        Assert.Equal([ClaimOutcome.Granted, ClaimOutcome.Granted], await one.ClaimFilesAsync(Folder, Files[..2], again: false, Cancel));
        Assert.Equal(
            [ClaimOutcome.Held, ClaimOutcome.Held, ClaimOutcome.Granted], await other.ClaimFilesAsync(Folder, Files, again: false, Cancel));
        Assert.Equal(ClaimOutcome.Granted, await one.ClaimContentAsync(Content, again: false, Cancel));
        Assert.Equal(ClaimOutcome.Held, await other.ClaimContentAsync(Content, again: false, Cancel));

        Assert.True(await one.TryApplyAsync(Changes(Files[0]), Stamp, Cancel));

        Assert.Equal(
            [ClaimOutcome.Done, ClaimOutcome.Held, ClaimOutcome.Granted], await other.ClaimFilesAsync(Folder, Files, again: false, Cancel));
        Assert.Equal(ClaimOutcome.Done, await other.ClaimContentAsync(Content, again: false, Cancel));
    }

    [Fact]
    public async Task ClaimFiles_ThatHaveChangedSinceTheyWereDone_AreGranted()
    {
        await using var one = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files[..1], again: false, Cancel);
        await one.ClaimContentAsync(Content, again: false, Cancel);
        await one.TryApplyAsync(Changes(Files[0]), Stamp, Cancel);

        Assert.Equal(
            [ClaimOutcome.Granted], await one.ClaimFilesAsync(Folder, [Files[0] with { Bytes = 9 }], again: false, Cancel));
        Assert.Equal([ClaimOutcome.Granted], await one.ClaimFilesAsync(Folder, Files[..1], again: true, Cancel));
    }

    [Fact]
    public async Task ClaimFiles_OfOneThatHasLeft_AreGranted()
    {
        var one = await JoinAsync();
        await using var other = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files, again: false, Cancel);

        await one.DisposeAsync();

        await AssertGrantedAsync(other);
    }

    [Fact]
    public async Task ClaimFiles_OfOneWhoseConnectionEnded_AreGrantedAtOnce_AndItsChangesAreRefused()
    {
        await using var one = await JoinAsync();
        await using var other = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files, again: false, Cancel);
        await one.ClaimContentAsync(Content, again: false, Cancel);

        EndConnectionsWithLocksOfOwner(1);

        await AssertGrantedAsync(other);
        Assert.False(await one.TryApplyAsync(Changes(Files[0]), Stamp, Cancel));
        Assert.Equal(0, await _store.CountImagesAsync(Cancel));
    }

    [Fact]
    public async Task ClaimFiles_OfOneThatWasSilentForItsLease_AreGranted_AndItsChangesAreRefused()
    {
        await using var one = await JoinAsync();
        await using var other = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files, again: false, Cancel);
        await one.ClaimContentAsync(Content, again: false, Cancel);

        Execute("UPDATE claims SET until = clock_timestamp() - interval '1 second'");

        await AssertGrantedAsync(other);
        Assert.False(await one.TryApplyAsync(Changes(Files[0]), Stamp, Cancel));
    }

    [Fact]
    public async Task TryApply_AfterAChangeOfModel_IsRefused()
    {
        await using var one = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files, again: false, Cancel);
        await one.ClaimContentAsync(Content, again: false, Cancel);
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "model-b" }, SpaceKind.Visual), Cancel);

        var exception = await Assert.ThrowsAsync<StoreException>(() => one.TryApplyAsync(Changes(Files[0]), Stamp, Cancel));

        Assert.Equal(Fault.LibraryChanging, exception.Fault);
        Assert.Equal(0, await _store.CountImagesAsync(Cancel));
    }

    [Fact]
    public async Task WaitForOthers_TwoThatHoldClaims_DoNotWaitForEachOther()
    {
        await using var one = await JoinAsync();
        await using var other = await JoinAsync();
        await one.ClaimFilesAsync(Folder, Files[..1], again: false, Cancel);
        await other.ClaimFilesAsync(Folder, Files[1..], again: false, Cancel);

        await Task.WhenAll(one.WaitForOthersAsync(Cancel), other.WaitForOthersAsync(Cancel));

        await AssertGrantedAsync(one);
    }

    [Fact]
    public async Task LockForIndexing_BesideOnesThatShare_IsRefused_AndTheOtherWayRound()
    {
        var one = await JoinAsync();

        var exception = Assert.Throws<StoreException>(() => _store.LockForIndexing());

        Assert.Equal(Fault.LibraryBusy, exception.Fault);
        await one.DisposeAsync();
        using (_store.LockForIndexing())
            Assert.Equal(Fault.LibraryBusy, (await Assert.ThrowsAsync<StoreException>(JoinAsync)).Fault);
        await (await JoinAsync()).DisposeAsync();
    }

    [Fact]
    public async Task TakeTurnToPrepare_WhileAnotherHasIt_Waits()
    {
        var turn = await _store.SharedIndexing!.TakeTurnToPrepareAsync(Cancel); // PostgreSQL has it.
        var next = _store.SharedIndexing.TakeTurnToPrepareAsync(Cancel);
        await Task.Delay(TimeSpan.FromSeconds(0.5), Cancel);

        Assert.False(next.IsCompleted);
        await turn.DisposeAsync();
        await (await next).DisposeAsync();
    }

    private async Task AssertGrantedAsync(IIndexingShare share) =>
        Assert.Equal(
            [ClaimOutcome.Granted, ClaimOutcome.Granted, ClaimOutcome.Granted],
            await share.ClaimFilesAsync(Folder, Files, again: false, Cancel));

    private Task<IIndexingShare> JoinAsync() => _store.SharedIndexing!.JoinAsync(Cancel); // PostgreSQL has it.

    private LibraryChanges Changes(FileState file)
    {
        var changes = new LibraryChanges();
        changes.Embeddings.Add(new ContentEmbedding(Content, new float[] { 1, 2, 3 }, 640, 480));
        changes.Files.Add(new IndexedFile(Folder, file.Path, Content, file.Bytes, file.Modified));
        return changes;
    }

    private void Execute(string sql)
    {
        using var connection = server.Connect(_folder.Path);
        connection.Execute(sql);
    }

    private void EndConnectionsWithLocksOfOwner(int owner)
    {
        using var connection = server.Connect(_folder.Path);
        connection.Execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid::bigint = $1 "
            + "AND classid::bigint = (hashtext('kindred owner ' || current_schema())::bigint & 4294967295)", (long)owner);
    }
}
