using System.Runtime.CompilerServices;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Tables;
using Npgsql;

namespace Kindred.Storage.Postgres.Transfers;

/// <summary>Reads the tables of a library in one transaction, which sees one moment.</summary>
internal sealed class PostgresTableReader : ITableReader
{
    private const int FirstRows = 256;
    private const int MostRows = 1 << 16;

    private readonly PostgresAddress _address;
    private readonly NpgsqlConnection _connection;

    private PostgresTableReader(PostgresAddress address, NpgsqlConnection connection)
    {
        _address = address;
        _connection = connection;
    }

    /// <summary>Begins to read.</summary>
    public static async Task<PostgresTableReader> OpenAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var connection = await database.HoldAsync(async connection =>
        {
            await connection.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken);
            return true;
        }, cancellationToken);
        return new PostgresTableReader(database.Address, connection!); // Nothing is waited for.
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(LibraryTable table, CancellationToken cancellationToken) =>
        NumberAsync(TableSql.Count(table), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRows> ReadAsync(
        LibraryTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By a cursor, which can be left in the middle.
        await GuardAsync(() => _connection.ExecuteAsync(
            $"DECLARE {table}_rows NO SCROLL CURSOR FOR {TableSql.Select(table)}", cancellationToken));
        var rows = new TableRows();
        try
        {
            for (var wanted = FirstRows; await GuardAsync(() => FetchAsync(table, wanted, rows, cancellationToken)) > 0;)
            {
                wanted = (int)Math.Clamp(TableRows.BytesAtOnce / (rows.Length / rows.Count), 1, (long)MostRows);
                yield return rows;
            }
        }
        finally
        {
            await CloseAsync(table);
        }
    }

    /// <inheritdoc/>
    public Task<long> ReadLastNumberAsync(LibraryTable table, CancellationToken cancellationToken) =>
        NumberAsync(TableSql.LastNumber(table), cancellationToken);

    /// <inheritdoc/>
    public Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => RevisionRows.ReadStateAsync(_connection, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<int> FetchAsync(LibraryTable table, int wanted, TableRows rows, CancellationToken cancellationToken)
    {
        rows.Clear();
        await using var command = _connection.Command($"FETCH {wanted} FROM {table}_rows");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            for (var column = 0; column < table.Columns.Count; column++)
                Add(rows, table.Columns[column].Type, row, column);
            rows.EndRow();
        }

        return rows.Count;
    }

    private static void Add(TableRows rows, ColumnType type, NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            rows.AddNothing();
            return;
        }

        switch (type)
        {
            case ColumnType.Integer:
                rows.Add(row.GetInt64(column));
                break;
            case ColumnType.Real:
                rows.Add(row.GetDouble(column));
                break;
            case ColumnType.Text:
                rows.AddText(row.GetString(column));
                break;
            case ColumnType.Bytes:
                rows.AddBytes(row.GetFieldValue<byte[]>(column));
                break;
        }
    }

    private async Task CloseAsync(LibraryTable table)
    {
        try
        {
            await _connection.ExecuteAsync($"CLOSE {table}_rows", CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The transaction is over; why it is matters more.
        }
    }

    private Task<long> NumberAsync(string sql, CancellationToken cancellationToken) =>
        GuardAsync(async () => (long)(await _connection.ScalarAsync(sql, cancellationToken))!); // One row.

    private async Task<T> GuardAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (PostgresFaults.IsOfUse(exception))
        {
            throw PostgresFaults.Of(_address, exception);
        }
    }
}
