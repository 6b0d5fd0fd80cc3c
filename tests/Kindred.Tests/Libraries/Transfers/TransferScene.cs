using Kindred.Interactions;
using Kindred.Libraries.Transfers;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Transfers;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Sqlite.Transfers;
using Kindred.Storage.Tables;
using Kindred.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Copies of one library that has something in every table, in a file, to PostgreSQL and back.</summary>
public abstract class TransferScene(PostgresServer server) : IDisposable
{
    private protected static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected PostgresServer Server => server;

    private protected string First => _folder.File("first", ".kindred");

    private protected string Other => _folder.File("other", ".kindred");

    private protected string Back => _folder.File("back", ".kindred");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Choice Like(string content) => new(InteractionKind.Like, FullLibrary.Content(content), $"{content}.jpg");

    private protected string Directory(string name) => _folder.File(name);

    private protected PostgresLibraryStore Postgres(string name) => Server.Open(Directory(name));

    private protected async Task FillAsync()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(First);
        await FullLibrary.FillAsync(store, _folder.File("first", "gallery"));
    }

    private protected async Task<TransferReport> CopyAsync(
        string from, string to, IProgress<StepProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        await using var source = SqliteLibraryStore.Open(from);
        await using var target = PostgresTransferTarget.Open(Server.AddressOf(Directory(to)));
        return await new LibraryTransfer(source, target).RunAsync(progress, cancellationToken ?? Cancel);
    }

    private protected async Task<TransferReport> CopyFromPostgresAsync(
        string from, string to, IProgress<StepProgress>? progress = null, CancellationToken? cancellationToken = null)
    {
        await using var source = Postgres(from);
        await using var target = SqliteTransferTarget.Open(to);
        return await new LibraryTransfer(source, target).RunAsync(progress, cancellationToken ?? Cancel);
    }

    private protected async Task StopAsync(string from, string to, int rows)
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(from, to, new At(rows, stop.Cancel), stop.Token));
    }

    /// <summary>The tables in which the file that came back differs from the first, told by SQLite itself.</summary>
    private protected async Task<List<string>> DifferencesAsync()
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

    /// <summary>Does something when so many rows are copied, once.</summary>
    private protected sealed class At(int rows, Action act) : IProgress<StepProgress>
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
}
