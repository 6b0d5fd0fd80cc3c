using Kindred.Libraries.Transfers;
using Kindred.Storage;
using Kindred.Storage.Postgres.Transfers;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;
using Kindred.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Places where no copy may go, and libraries that cannot go there.</summary>
public sealed class TransferRefusalTests(PostgresServer server) : TransferScene(server)
{
    [Fact]
    public async Task Target_WithAnUnfinishedCopyOfAnother_IsRefused()
    {
        await FillAsync();
        await StopAsync(First, "there", rows: 30);
        await using (SqliteLibraryStore.OpenOrCreate(Other))
        {
            // It has nothing.
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(Other, "there"));

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

    [Fact]
    public async Task Target_ThatGetsSomethingBeforeTheCopyBegins_IsRefusedAndKeepsIt()
    {
        await FillAsync();
        await using var there = Postgres("there");
        await using var back = SqliteLibraryStore.OpenOrCreate(Back);
        await using var first = SqliteLibraryStore.Open(First);
        await using var toPostgres = PostgresTransferTarget.Open(Server.AddressOf(Directory("there")));
        await using var toFile = SqliteTransferTarget.Open(Back);
        await there.RecordAsync("ann", [Like("A")], Now, Cancel);
        await back.RecordAsync("ann", [Like("A")], Now, Cancel);

        foreach (var target in new ITransferTarget[] { toPostgres, toFile })
            await Assert.ThrowsAsync<StoreException>(() => new LibraryTransfer(first, target).RunAsync(progress: null, Cancel));

        Assert.Single(await there.ReadInteractionsAsync("ann", Cancel));
        Assert.Single(await back.ReadInteractionsAsync("ann", Cancel));
    }

    [Fact]
    public async Task Target_OfANewerVersion_IsRefused()
    {
        await FillAsync();
        await using (Postgres("there"))
        await using (SqliteLibraryStore.OpenOrCreate(Back))
        {
            // They are made.
        }

        await Server.ExecuteAsync(Directory("there"), "UPDATE library SET format = 99");
        await ChangeAsync(Back, "PRAGMA user_version = 99");

        var faults = new[]
        {
            Assert.Throws<StoreException>(() => PostgresTransferTarget.Open(Server.AddressOf(Directory("there")))),
            Assert.Throws<StoreException>(() => SqliteTransferTarget.Open(Back)),
        };

        Assert.All(
            faults, fault => Assert.Contains("has format 99, this version of kindred reads", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Target_WithAnUnfinishedCopyOfAnotherVersion_IsRefused()
    {
        await FillAsync();
        await StopAsync(First, "there", rows: 30);
        await Server.ExecuteAsync(Directory("there"), "UPDATE unfinished_copy SET format = 99");

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(First, "there"));

        Assert.Contains("Another version of kindred has begun the copy in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_WithADatabaseOfSomethingElse_IsRefusedAndKeepsIt()
    {
        await FillAsync();
        System.IO.Directory.CreateDirectory(Back);
        await ChangeAsync(Back, "CREATE TABLE orders (id); INSERT INTO orders VALUES (7)", vfs: "");
        await Server.ExecuteAsync(
            Directory("there"),
            $"""
            CREATE SCHEMA {PostgresServer.SchemaOf(Directory("there"))} AUTHORIZATION {PostgresProcess.Owner};
            CREATE TABLE orders (id integer);
            """);

        Assert.Contains(
            "is a database of something else", Assert.Throws<StoreException>(() => SqliteTransferTarget.Open(Back)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has tables of something else", (await Assert.ThrowsAsync<StoreException>(() => CopyAsync(First, "there"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, await ChangeAsync(Back, "UPDATE orders SET id = 8", vfs: ""));
        await Server.ExecuteAsync(Directory("there"), "INSERT INTO orders VALUES (8)");
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

    private static async Task<int> ChangeAsync(string directory, string sql, string? vfs = null)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(directory, SqliteLibraryStore.FileName)};Pooling=False;{vfs ?? $"Vfs={ChecksumLayer.Name}"}");
        await connection.OpenAsync(Cancel);
        await using var command = new SqliteCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Cancel);
    }
}
