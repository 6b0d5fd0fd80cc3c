using System.Text.Unicode;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Migrations;
using Kindred.Storage.Tables;
using Npgsql;

namespace Kindred.Storage.Postgres.Transfers;

/// <summary>A schema that is being made a copy of another library.</summary>
internal sealed class PostgresTransferTarget : ITransferTarget
{
    private const string SelectShortColumns = """
        SELECT attname FROM pg_attribute
        WHERE attrelid = to_regclass($1) AND atttypid = 'integer'::regtype AND attnum > 0 AND NOT attisdropped
        """;

    private readonly PostgresDatabase _database;
    private readonly AdvisoryLock _lock;
    private readonly Dictionary<LibraryTable, bool[]> _areShort = [];

    private PostgresTransferTarget(PostgresDatabase database, AdvisoryLock held)
    {
        _database = database;
        _lock = held;
    }

    /// <inheritdoc/>
    public string Location => _database.Address.Text;

    /// <summary>Opens a schema that is to get a library.</summary>
    /// <exception cref="StoreException">It cannot be written to, or has a library already.</exception>
    public static PostgresTransferTarget Open(PostgresAddress address)
    {
        var database = PostgresDatabase.Open(address, connection => Prepare(connection, address));
        try
        {
            return new PostgresTransferTarget(database, AdvisoryLock.Take(database, AdvisoryLock.Indexing(address)));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task BeginAsync(TransferSource source, CancellationToken cancellationToken) => _database.WriteAsync(async connection =>
    {
        Schema.Lock(connection, _database.Address);
        var version = Schema.VersionOf(connection, _database.Address);
        if (version == UnfinishedCopy.Version)
        {
            await UnfinishedCopy.EnsureAsync(connection, Location, source, cancellationToken);
        }
        else
        {
            if (version is null)
                Schema.MakeTables(connection, _database.Address);
            await connection.ExecuteAsync($"LOCK TABLE {string.Join(", ", LibraryTables.All)}", cancellationToken);
            EnsureEmpty(connection, _database.Address); // Somebody may have been faster.
            await UnfinishedCopy.BeginAsync(connection, cancellationToken);
        }

        await UnfinishedCopy.WriteAsync(connection, source, cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken) =>
        await PostgresTableReader.OpenAsync(_database, cancellationToken);

    /// <inheritdoc/>
    // Others that refer to it have nothing yet.
    public Task EmptyAsync(LibraryTable table, CancellationToken cancellationToken) => _database.WriteAsync(
        connection => connection.ExecuteAsync($"TRUNCATE {table} CASCADE", cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(LibraryTable table, TableRows rows, int first, CancellationToken cancellationToken) =>
        _database.WriteAsync(async connection =>
        {
            // Rows that a crash of the server takes are copied again. What comes last is waited for, and takes all before it along.
            await connection.ExecuteAsync("SET LOCAL synchronous_commit = off", cancellationToken);
            var areShort = await FindShortAsync(connection, table, cancellationToken);
            await using var writer = await CopyWriter.BeginAsync(connection, TableSql.Copy(table), cancellationToken);
            for (var row = first; row < rows.Count; row++)
            {
                Write(writer, table, areShort, rows.Read(row));
                await writer.EndRowAsync(cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task FinishAsync(IReadOnlyDictionary<LibraryTable, long> lastNumbers, CancellationToken cancellationToken)
    {
        await _database.WriteAsync(async connection =>
        {
            foreach (var (table, number) in lastNumbers)
                await connection.ScalarAsync(TableSql.SetLastNumber(table), cancellationToken, number);
            foreach (var table in LibraryTables.All)
                await connection.ExecuteAsync($"ANALYZE {table}", cancellationToken); // Else the first questions go through all rows.
            await UnfinishedCopy.FinishAsync(connection, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lock.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Sees to it that there is nothing, an unfinished copy, or a library that was made and has nothing yet.</summary>
    private static bool Prepare(NpgsqlConnection connection, PostgresAddress address)
    {
        using (var isReadOnly = connection.Command("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean"))
        {
            if (isReadOnly.ExecuteScalar() is true)
                return true;
        }

        if (Schema.VersionOf(connection, address) != UnfinishedCopy.Version && Schema.Checked(connection, address) is { } version)
        {
            if (version != Schema.Version)
                throw TransferFaults.IsThere(address.Text);
            EnsureEmpty(connection, address);
        }

        return false;
    }

    private static void EnsureEmpty(NpgsqlConnection connection, PostgresAddress address)
    {
        if (LibraryTables.All.Any(table => !table.IsFilledFromTheStart && HasRows(connection, table)))
            throw TransferFaults.IsThere(address.Text);
    }

    private static bool HasRows(NpgsqlConnection connection, LibraryTable table)
    {
        using var command = connection.Command($"SELECT EXISTS (SELECT 1 FROM {table})");
        return command.ExecuteScalar() is true;
    }

    private void Write(CopyWriter writer, LibraryTable table, bool[] areShort, TableRowReader row)
    {
        writer.StartRow((short)table.Columns.Count);
        for (var column = 0; column < table.Columns.Count; column++)
        {
            switch (row.Next())
            {
                case TableRowReader.Integer when areShort[column]:
                    writer.Write(checked((int)row.ReadInteger()));
                    break;
                case TableRowReader.Integer:
                    writer.Write(row.ReadInteger());
                    break;
                case TableRowReader.Real:
                    writer.Write(row.ReadReal());
                    break;
                case TableRowReader.Text:
                    writer.Write(Text(table, row.ReadBytes()));
                    break;
                case TableRowReader.Bytes:
                    writer.Write(row.ReadBytes());
                    break;
                default:
                    writer.WriteNull();
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> Text(LibraryTable table, ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) && !utf8.Contains((byte)0) ? utf8 : throw new KindredException(
            $"The library has text in its table {table} that PostgreSQL cannot keep, with a zero character or broken UTF-8: "
            + $"{Convert.ToHexStringLower(utf8[..Math.Min(utf8.Length, 40)])}. Nothing of it can be copied to {Location}.");

    private async Task<bool[]> FindShortAsync(NpgsqlConnection connection, LibraryTable table, CancellationToken cancellationToken)
    {
        if (_areShort.TryGetValue(table, out var known))
            return known;
        var names = await connection.SelectAsync(SelectShortColumns, row => row.GetString(0), cancellationToken, table.Name);
        return _areShort[table] = [.. table.Columns.Select(column => names.Contains(column.Name))];
    }
}
