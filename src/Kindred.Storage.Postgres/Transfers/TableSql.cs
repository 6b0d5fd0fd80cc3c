using Kindred.Storage.Tables;

namespace Kindred.Storage.Postgres.Transfers;

/// <summary>Statements for the tables of a library.</summary>
internal static class TableSql
{
    public static string Count(LibraryTable table) => $"SELECT count(*) FROM {table}";

    /// <summary>All rows in the order of the key: by columns of the table, where columns of the result would have to be sorted.</summary>
    public static string Select(LibraryTable table)
    {
        var columns = table.Columns.Select(
            column => column.Type == ColumnType.Integer ? $"\"{column.Name}\"::bigint" : $"\"{column.Name}\"");
        var key = table.Key.Select(column => $"{table}.\"{column}\"");
        return $"SELECT {string.Join(", ", columns)} FROM {table} ORDER BY {string.Join(", ", key)}";
    }

    public static string Copy(LibraryTable table) =>
        $"COPY {table} ({string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>The last number given, for which others make up where rows were numbered by hand.</summary>
    public static string LastNumber(LibraryTable table) => $"""
        SELECT greatest(
            coalesce(pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass), 0),
            (SELECT coalesce(max(id), 0) FROM {table}))
        """;

    public static string SetLastNumber(LibraryTable table) =>
        $"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest($1, 1), $1 > 0)";
}
