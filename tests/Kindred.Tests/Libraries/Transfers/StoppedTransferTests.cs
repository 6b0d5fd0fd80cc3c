using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tastes;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Copies that were stopped are no libraries, and go on.</summary>
public sealed class StoppedTransferTests(PostgresServer server) : TransferScene(server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(150)]
    public async Task Stopped_IsNoLibraryUntilItIsFinished(int rows)
    {
        await FillAsync();
        await StopAsync(First, "there", rows);

        var fault = Assert.Throws<StoreException>(() => Postgres("there"));
        Assert.Contains($"is an unfinished copy of {First}; run kindred copy-library again", fault.Message, StringComparison.Ordinal);
        var report = await CopyAsync(First, "there");
        Assert.NotEqual(0, report.AlreadyThere);
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => CopyFromPostgresAsync("there", Back, new At(rows, stop.Cancel), stop.Token));
        }

        fault = Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Back));
        Assert.Contains("run kindred copy-library again", fault.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, (await CopyFromPostgresAsync("there", Back)).AlreadyThere);
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Stopped_AndTheLibraryChanged_CopiesWhatDiffersAnew()
    {
        await FillAsync();
        await StopAsync(First, "there", rows: 150);
        await using (var store = SqliteLibraryStore.Open(First))
        {
            await store.ForgetUserAsync("person 0", Cancel);
            await store.RecordAsync("person 1", [Like("A")], Now, Cancel);
            var taste = (await store.ReadTastesAsync("ann", Cancel))[0];
            await store.ChangeTastesAsync("ann", [new TasteChange(taste.Id, [], "renamed")], Cancel);
            var folders = await store.ReadFoldersAsync(Cancel);
            await store.RemoveFolderAsync(folders[0], Cancel);
        }

        var report = await CopyAsync(First, "there");

        Assert.True(report.AlreadyThere > 0 && report.AlreadyThere < 150, $"{report.AlreadyThere} rows were there.");
        await CopyFromPostgresAsync("there", Back);
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Stopped_InTheMiddleOfATable_GoesOnThere()
    {
        await FillAsync();
        const int Rows = 150_000; // Of which two times in one go fit.
        await using (var store = SqliteLibraryStore.Open(First))
            await store.RecordAsync(ManyViews.Batches(Rows), Now, Cancel);
        await StopAsync(First, "there", rows: Rows / 2);

        var report = await CopyAsync(First, "there");

        var interactions = report.Tables.Single(table => table.Table.Name == "interactions");
        Assert.InRange(interactions.AlreadyThere, 1, interactions.Digest.Rows - 1);
        await CopyFromPostgresAsync("there", Back);
        Assert.Empty(await DifferencesAsync());
    }
}
