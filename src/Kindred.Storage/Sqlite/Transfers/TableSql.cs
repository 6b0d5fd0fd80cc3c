using Kindred.Storage.Tables;

namespace Kindred.Storage.Sqlite.Transfers;

/// <summary>Statements for the tables of a library.</summary>
internal static class TableSql
{
    public static string Count(LibraryTable table) => $"SELECT count(*) FROM {table}";

    public static string Select(LibraryTable table) => $"SELECT {Columns(table)} FROM {table} ORDER BY {string.Join(", ", table.Key)}";

    public static string Insert(LibraryTable table) =>
        $"INSERT INTO {table} ({Columns(table)}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})";

    public static string Empty(LibraryTable table) => $"DELETE FROM {table}";

    private static string Columns(LibraryTable table) => string.Join(", ", table.Columns.Select(column => column.Name));
}
