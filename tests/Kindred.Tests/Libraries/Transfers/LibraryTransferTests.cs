using Kindred.Images;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tastes;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Copies of libraries from a file to PostgreSQL and back have all that the library has.</summary>
public sealed class LibraryTransferTests(PostgresServer server) : TransferScene(server)
{
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
    }

    [Fact]
    public async Task ToPostgresAndBack_IsReadAsBefore()
    {
        await FillAsync();
        await using var first = SqliteLibraryStore.Open(First);
        var before = await LibraryReads.OfAsync(first, Cancel);

        await CopyAsync(First, "there");
        await CopyFromPostgresAsync("there", Back);

        await using var there = Postgres("there");
        await using var back = SqliteLibraryStore.Open(Back);
        Assert.Equal(before, await LibraryReads.OfAsync(there, Cancel));
        Assert.Equal(before, await LibraryReads.OfAsync(back, Cancel));
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
    [InlineData("UPDATE interactions SET weight = 0.11 WHERE weight = 0.1", "interactions")]
    [InlineData("UPDATE embeddings SET embedding = set_byte(embedding, 0, get_byte(embedding, 0) # 1)", "embeddings")]
    [InlineData("UPDATE pictures SET name = 'a.jpg' WHERE id = 1", "pictures")]
    [InlineData("DELETE FROM copies WHERE kind = 'Variant'", "copies")]
    public async Task Copy_WithAnotherValue_IsFoundOut(string sql, string table)
    {
        await FillAsync();
        var flip = new AtTheEnd(() => Server.ExecuteAsync(Directory("there"), sql).GetAwaiter().GetResult());

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

    private async Task<List<string>> ReferencesAsync(string name)
    {
        await using var connection = new Npgsql.NpgsqlConnection(Server.AddressOf(Directory(name)).Settings.ConnectionString);
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

    /// <summary>Does something when all rows are copied, before they are compared.</summary>
    private sealed class AtTheEnd(Action act) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            if (value.Done * 2 == value.Total)
                act();
        }
    }
}
