using System.Text;
using Kindred.Storage.Sqlite.Checks;
using Kindred.Storage.Sqlite.Interactions;
using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Tables;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Transfers;

/// <summary>A library's file that is being made as a copy of another library.</summary>
internal sealed class SqliteTransferTarget : ITransferTarget
{
    private readonly string _path;
    private readonly FolderPaths _paths;
    private readonly SqliteConnection _connection;
    private readonly LibraryLock _lock;

    private SqliteTransferTarget(string directory, SqliteConnection connection)
    {
        Location = directory;
        _path = Path.Combine(directory, SqliteLibraryStore.FileName);
        _paths = new FolderPaths(directory);
        _connection = connection;
        _lock = LibraryLock.Take(directory);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Opens a folder that is to get a library, and makes it where there is none.</summary>
    /// <exception cref="StoreException">It cannot be made, or has a library already.</exception>
    public static SqliteTransferTarget Open(string directory)
    {
        directory = LibraryFolder.Make(directory);
        var path = Path.Combine(directory, SqliteLibraryStore.FileName);
        SqliteConnection? connection = null;
        try
        {
            connection = LibraryCheck.Connect(path, SqliteOpenMode.ReadWriteCreate);
            if (UnfinishedCopy.VersionOf(connection) != UnfinishedCopy.Version)
                EnsureEmpty(connection, directory, path);
            connection.Execute("PRAGMA foreign_keys = OFF"); // Each table is compared, and copied anew, by itself.
            return new SqliteTransferTarget(directory, connection);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            throw SqliteFaults.IsOfReading(exception) ? SqliteFaults.Of(path, exception) : exception;
        }
    }

    /// <inheritdoc/>
    public Task BeginAsync(TransferSource source, CancellationToken cancellationToken) => ActAsync(() =>
    {
        if (UnfinishedCopy.VersionOf(_connection) == 0)
            _connection.ReserveChecksums(); // Before the first page is written, which says so.
        _connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
        Write(() =>
        {
            var version = UnfinishedCopy.VersionOf(_connection);
            if (version == UnfinishedCopy.Version)
            {
                UnfinishedCopy.Ensure(_connection, Location, source);
            }
            else
            {
                EnsureEmpty(_connection, Location, _path); // Somebody may have been faster.
                if (version == 0)
                    _connection.Execute(Schema.Create);
                foreach (var table in LibraryTables.All)
                    _connection.Execute(TableSql.Empty(table));
                _connection.Execute(UnfinishedCopy.Create);
            }

            UnfinishedCopy.Write(_connection, source);
            _connection.Execute($"PRAGMA user_version = {UnfinishedCopy.Version}");
        });
    });

    /// <inheritdoc/>
    public Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ITableReader>(new SqliteTableReader(_path, _paths, _connection, () => true, isOwner: false));

    /// <inheritdoc/>
    public Task EmptyAsync(LibraryTable table, CancellationToken cancellationToken) =>
        ActAsync(() => Write(() => _connection.Execute(TableSql.Empty(table))));

    /// <inheritdoc/>
    public Task WriteAsync(LibraryTable table, TableRows rows, int first, CancellationToken cancellationToken) => ActAsync(() => Write(() =>
    {
        using var insert = new PreparedStatement(_connection, TableSql.Insert(table));
        for (var row = first; row < rows.Count; row++)
        {
            Bind(insert, table, rows.Read(row));
            insert.Step();
        }
    }));

    /// <inheritdoc/>
    public Task FinishAsync(IReadOnlyDictionary<LibraryTable, long> lastNumbers, CancellationToken cancellationToken) =>
        ActAsync(() => Write(() =>
        {
            using var tables = new PreparedStatement(
                _connection, "SELECT count(*) FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'");
            using var update = new PreparedStatement(_connection, "UPDATE sqlite_sequence SET seq = ? WHERE name = ?");
            using var insert = new PreparedStatement(_connection, """
                INSERT INTO sqlite_sequence (seq, name) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?2)
                """);
            foreach (var (table, number) in lastNumbers)
            {
                var isNumbered = tables.Bind(1, table.Name).Step() && tables.Int64(0) > 0;
                tables.Reset();
                if (!isNumbered)
                    continue;
                update.Bind(1, number).Bind(2, table.Name).Step();
                insert.Bind(1, number).Bind(2, table.Name).Step();
            }

            _connection.Execute($"DROP TABLE unfinished_copy; PRAGMA user_version = {Schema.Version}");
        }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _lock.Dispose();
    }

    /// <summary>A library that was made and has nothing yet may become a copy.</summary>
    private static void EnsureEmpty(SqliteConnection connection, string directory, string path)
    {
        var version = Schema.VersionOf(connection, path);
        if (version == 0)
            return;
        if (version < Schema.Version || LibraryTables.All.Any(table => !table.IsFilledFromTheStart && HasRows(connection, table)))
            throw TransferFaults.IsThere(directory);
    }

    private static bool HasRows(SqliteConnection connection, LibraryTable table)
    {
        using var row = new PreparedStatement(connection, $"SELECT 1 FROM {table} LIMIT 1");
        return row.Step();
    }

    private void Bind(PreparedStatement insert, LibraryTable table, TableRowReader row)
    {
        for (var place = 1; place <= table.Columns.Count; place++)
        {
            switch (row.Next())
            {
                case TableRowReader.Integer:
                    insert.Bind(place, row.ReadInteger());
                    break;
                case TableRowReader.Real:
                    insert.Bind(place, row.ReadReal());
                    break;
                case TableRowReader.Text when table == LibraryTables.Folders:
                    insert.Bind(place, _paths.Store(Encoding.UTF8.GetString(row.ReadBytes())));
                    break;
                case TableRowReader.Text:
                    insert.BindText(place, row.ReadBytes());
                    break;
                case TableRowReader.Bytes:
                    insert.Bind(place, row.ReadBytes());
                    break;
                default:
                    insert.Bind(place, (string?)null);
                    break;
            }
        }
    }

    private void Write(Action write)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            write();
            FaultPoint.ChangeWritten.Reach();
            _connection.Execute("COMMIT");
            FaultPoint.ChangeCommitted.Reach();
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                _connection.Execute("ROLLBACK");
            throw;
        }
    }

    private Task ActAsync(Action act)
    {
        try
        {
            act();
            return Task.CompletedTask;
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception))
        {
            return Task.FromException(SqliteFaults.Of(_path, exception));
        }
        catch (KindredException exception)
        {
            return Task.FromException(exception);
        }
    }
}
