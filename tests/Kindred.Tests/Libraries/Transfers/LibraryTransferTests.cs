using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries.Transfers;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Transfers;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;
using Kindred.Tastes;
using Kindred.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Copies of libraries from a file to PostgreSQL and back.</summary>
public sealed class LibraryTransferTests(PostgresServer server) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string First => _folder.File("first", ".kindred");

    private string Back => _folder.File("back", ".kindred");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ToPostgresAndBack_HasEveryRow()
    {
        await FillAsync();

        var there = await CopyAsync(First, "there");
        var back = await CopyFromPostgresAsync("there", Back);

        Assert.Equal(there.Tables, back.Tables);
        Assert.All(there.Tables, table => Assert.NotEqual(0, table.Digest.Rows));
        Assert.Equal(0, there.AlreadyThere);
        Assert.Empty(await DifferencesAsync());
        await using var first = SqliteLibraryStore.Open(First);
        await using var last = SqliteLibraryStore.Open(Back);
        Assert.Equal(await first.ReadFoldersAsync(Cancel), await last.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task Copy_OfAnyStore_IsInTheSameStateAndGoesOnWithTheSameNumbers()
    {
        await FillAsync();
        await CopyAsync(First, "there");
        await CopyFromPostgresAsync("there", Back);

        var states = new List<(LibraryState, int?, long, long)>();
        foreach (var store in new ILibraryStore[] { SqliteLibraryStore.Open(First), Postgres("there"), SqliteLibraryStore.Open(Back) })
        {
            await using (store)
            {
                var state = await store.ReadStateAsync(Cancel);
                await store.RecordAsync("new", [Like("A"), Like("never seen")], Now, Cancel);
                var taste = (await store.ChangeTastesAsync("new", [new TasteChange(Id: null, [FullLibrary.Content("A")])], Cancel))[0];
                var changes = new LibraryChanges();
                var folder = (await store.ReadFoldersAsync(Cancel))[0];
                changes.Files.Add(new IndexedFile(folder, "new.jpg", FullLibrary.Content("A"), 1, DateTime.UnixEpoch));
                await store.ApplyAsync(changes, Cancel);
                var image = Assert.Single(await store.FindImagesByFileNameAsync("new.jpg", Cancel)).Id.Value;
                Assert.Equal(FullLibrary.Content("never seen"), (await store.ReadChosenPicturesAsync(Cancel))[^1]);
                states.Add((state, await store.FindUserNumberAsync("new", Cancel), taste, image));
            }
        }

        Assert.Single(states.Distinct());
    }

    [Fact]
    public async Task Copy_InPostgres_HasTheReferencesOfALibrary()
    {
        await FillAsync();
        await CopyAsync(First, "there");
        await using (Postgres("new"))
        {
            // It is made.
        }

        var references = await ReferencesAsync("there");

        Assert.NotEmpty(references);
        Assert.Equal(await ReferencesAsync("new"), references);
    }

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

    [Fact]
    public async Task Target_WithAnUnfinishedCopyOfAnother_IsRefused()
    {
        await FillAsync();
        await StopAsync(First, "there", rows: 30);
        var other = _folder.File("other", ".kindred");
        await using (SqliteLibraryStore.OpenOrCreate(other))
        {
            // It has nothing.
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(other, "there"));

        Assert.Contains($"is an unfinished copy of another library, {First};", fault.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, (await CopyAsync(First, "there")).AlreadyThere);
    }

    [Fact]
    public async Task Target_WithALibrary_IsRefused()
    {
        await FillAsync();
        await CopyAsync(First, "there");
        await CopyFromPostgresAsync("there", Back);

        var faults = new[]
        {
            await Assert.ThrowsAsync<StoreException>(() => CopyAsync(First, "there")),
            await Assert.ThrowsAsync<StoreException>(() => CopyFromPostgresAsync("there", Back)),
        };

        Assert.All(
            faults, fault => Assert.Contains("already; copy to a place where there is none", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Target_WithALibraryThatHasNothingYet_BecomesTheCopy()
    {
        await FillAsync();
        await using (Postgres("there"))
        await using (SqliteLibraryStore.OpenOrCreate(Back))
        {
            // They are made.
        }

        await CopyAsync(First, "there");
        await CopyFromPostgresAsync("there", Back);

        Assert.Empty(await DifferencesAsync());
    }

    [Theory]
    [InlineData("UPDATE interactions SET weight = 0.11 WHERE weight = 0.1", "interactions")]
    [InlineData("UPDATE embeddings SET embedding = set_byte(embedding, 0, get_byte(embedding, 0) # 1)", "embeddings")]
    [InlineData("UPDATE pictures SET name = 'a.jpg' WHERE id = 1", "pictures")]
    [InlineData("DELETE FROM copies WHERE kind = 'Variant'", "copies")]
    public async Task Copy_WithAnotherValue_IsFoundOut(string sql, string table)
    {
        await FillAsync();
        var flip = new AtTheEnd(() => server.ExecuteAsync(Directory("there"), sql).GetAwaiter().GetResult());

        var fault = await Assert.ThrowsAsync<KindredException>(() => CopyAsync(First, "there", flip));

        Assert.Contains($"The table {table} of the copy", fault.Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => Postgres("there"));
        var report = await CopyAsync(First, "there");
        var mended = report.Tables.Single(one => one.Table.Name == table);
        Assert.InRange(mended.AlreadyThere, 0, mended.Digest.Rows - 1);
        await CopyFromPostgresAsync("there", Back);
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Library_ThatIsChangedMeanwhile_IsCopiedAsItWas()
    {
        await FillAsync();
        await using var writer = SqliteLibraryStore.Open(First);
        void Change(ILibraryStore store) => store.RecordAsync("late", [Like("late")], Now, Cancel).GetAwaiter().GetResult();

        await CopyAsync(First, "there", new At(1, () => Change(writer)));
        await using var there = Postgres("there");
        await CopyFromPostgresAsync("there", Back, new At(1, () => Change(there)));

        await using var back = SqliteLibraryStore.Open(Back);
        Assert.NotNull(await writer.FindUserNumberAsync("late", Cancel));
        Assert.NotNull(await there.FindUserNumberAsync("late", Cancel));
        Assert.Null(await back.FindUserNumberAsync("late", Cancel));
    }

    [Fact]
    public async Task Text_ThatPostgresCannotKeep_IsSaid()
    {
        await using (var store = SqliteLibraryStore.OpenOrCreate(First))
            await store.RecordAsync("ann", [Like("A") with { Name = "a\0b.jpg" }], Now, Cancel);

        var fault = await Assert.ThrowsAsync<KindredException>(() => CopyAsync(First, "there"));

        Assert.Contains("text in its table pictures that PostgreSQL cannot keep", fault.Message, StringComparison.Ordinal);
        Assert.Contains("6100622e6a7067", fault.Message, StringComparison.Ordinal);
    }

    private static Choice Like(string content) => new(InteractionKind.Like, FullLibrary.Content(content), $"{content}.jpg");

    private string Directory(string name) => _folder.File(name);

    private PostgresLibraryStore Postgres(string name) => server.Open(Directory(name));

    private async Task FillAsync()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(First);
        await FullLibrary.FillAsync(store, _folder.File("first", "gallery"));
    }

    private async Task<TransferReport> CopyAsync(
        string from, string to, IProgress<StepProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        await using var source = SqliteLibraryStore.Open(from);
        await using var target = PostgresTransferTarget.Open(server.AddressOf(Directory(to)));
        return await new LibraryTransfer(source, source.Location, target).RunAsync(progress, comparing: null, cancellationToken ?? Cancel);
    }

    private async Task<TransferReport> CopyFromPostgresAsync(
        string from, string to, IProgress<StepProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        await using var source = Postgres(from);
        await using var target = SqliteTransferTarget.Open(to);
        return await new LibraryTransfer(source, source.Location, target).RunAsync(progress, comparing: null, cancellationToken ?? Cancel);
    }

    private async Task StopAsync(string from, string to, int rows)
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(from, to, new At(rows, stop.Cancel), stop.Token));
    }

    /// <summary>The tables in which the file that came back differs from the first, told by SQLite itself.</summary>
    private async Task<List<string>> DifferencesAsync()
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(First, SqliteLibraryStore.FileName)};Pooling=False;Vfs={ChecksumLayer.Name}");
        await connection.OpenAsync(Cancel);
        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new SqliteCommand(sql, connection);
            return await command.ExecuteScalarAsync(Cancel);
        }

        await ScalarAsync($"ATTACH '{Path.Combine(Back, SqliteLibraryStore.FileName)}' AS back");
        Assert.Equal(
            await ScalarAsync("SELECT group_concat(sql) FROM (SELECT sql FROM main.sqlite_schema ORDER BY name)"),
            await ScalarAsync("SELECT group_concat(sql) FROM (SELECT sql FROM back.sqlite_schema ORDER BY name)"));
        var different = new List<string>();
        foreach (var table in LibraryTables.All.Where(table => table != LibraryTables.Folders))
        {
            var count = await ScalarAsync($"""
                SELECT (SELECT count(*) FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM back.{table}))
                    + (SELECT count(*) FROM (SELECT * FROM back.{table} EXCEPT SELECT * FROM main.{table}))
                """);
            if (count is not 0L)
                different.Add($"{table}: {count}");
        }

        return different;
    }

    private async Task<List<string>> ReferencesAsync(string name)
    {
        await using var connection = new Npgsql.NpgsqlConnection(server.AddressOf(Directory(name)).Settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new Npgsql.NpgsqlCommand(
            """
            SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1
            """, connection);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var references = new List<string>();
        while (await row.ReadAsync(Cancel))
            references.Add(row.GetString(0));
        return references;
    }

    /// <summary>Does something when so many rows are copied, once.</summary>
    private sealed class At(int rows, Action act) : IProgress<StepProgress>
    {
        private Action? _act = act;

        public void Report(StepProgress value)
        {
            if (value.Done < rows || _act is not { } once)
                return;
            _act = null;
            once();
        }
    }

    /// <summary>Does something when all rows are copied, before they are compared.</summary>
    private sealed class AtTheEnd(Action act) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            if (value.Done == value.Total)
                act();
        }
    }
}
