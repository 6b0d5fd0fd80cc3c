using System.Runtime.CompilerServices;
using Kindred.Storage.Sqlite.Interactions;
using Kindred.Storage.Tables;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Transfers;

/// <summary>Reads the tables of a library's file.</summary>
/// <param name="path">The file.</param>
/// <param name="paths">How folders are written down in it.</param>
/// <param name="connection">A connection to it.</param>
/// <param name="isCurrent">Whether the file is still as it was when it was opened.</param>
/// <param name="isOwner">Whether the connection goes with this.</param>
internal sealed class SqliteTableReader(
    string path, FolderPaths paths, SqliteConnection connection, Func<bool> isCurrent, bool isOwner) : ITableReader
{
    private const string SelectLastNumber = """
        SELECT max(ifnull((SELECT max(id) FROM TABLE), 0), ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'TABLE'), 0))
        """;

    /// <inheritdoc/>
    public Task<long> CountAsync(LibraryTable table, CancellationToken cancellationToken) => ScalarAsync(TableSql.Count(table));

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRows> ReadAsync(
        LibraryTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask; // SQLite reads at once.
        using var row = Guard(() => new PreparedStatement(connection, TableSql.Select(table)));
        var rows = new TableRows();
        var hasMore = true;
        while (hasMore)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Clear();
            hasMore = Guard(() => Fill(rows, table, row));
            if (!isCurrent())
                throw SqliteFaults.Busy(path);
            if (rows.Count > 0)
                yield return rows;
        }
    }

    /// <inheritdoc/>
    public Task<long> ReadLastNumberAsync(LibraryTable table, CancellationToken cancellationToken) =>
        ScalarAsync(SelectLastNumber.Replace("TABLE", table.Name, StringComparison.Ordinal));

    /// <inheritdoc/>
    public Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken) =>
        RevisionRows.ReadStateAsync(connection, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => isOwner ? connection.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Reads rows until there are enough.</summary>
    /// <returns>Whether there may be more.</returns>
    private bool Fill(TableRows rows, LibraryTable table, PreparedStatement row)
    {
        while (rows.Length < TableRows.BytesAtOnce)
        {
            if (!row.Step())
                return false;
            for (var column = 0; column < table.Columns.Count; column++)
                Add(rows, table, column, row);
            rows.EndRow();
        }

        return true;
    }

    private void Add(TableRows rows, LibraryTable table, int column, PreparedStatement row)
    {
        if (row.IsNull(column))
        {
            rows.AddNothing();
            return;
        }

        switch (table.Columns[column].Type)
        {
            case ColumnType.Integer:
                rows.Add(row.Int64(column));
                break;
            case ColumnType.Real:
                rows.Add(row.Double(column));
                break;
            case ColumnType.Text when table == LibraryTables.Folders:
                rows.AddText(paths.Load(row.Text(column)));
                break;
            case ColumnType.Text:
                rows.AddText(row.Bytes(column));
                break;
            case ColumnType.Bytes:
                rows.AddBytes(row.Bytes(column));
                break;
        }
    }

    private Task<long> ScalarAsync(string sql) => Task.FromResult(Guard(() =>
    {
        using var row = new PreparedStatement(connection, sql);
        return row.Step() ? row.Int64(0) : 0;
    }));

    private T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception))
        {
            throw isCurrent() ? SqliteFaults.Of(path, exception) : SqliteFaults.Busy(path, exception);
        }
    }
}
