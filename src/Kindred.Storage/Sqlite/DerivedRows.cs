using Kindred.Derived;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes derived values by their names.</summary>
internal static class DerivedRows
{
    public static async Task<DerivedRecord?> ReadAsync(SqliteConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT source, value FROM derived WHERE name = $name");
        command.Parameters.AddWithValue("$name", name);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new DerivedRecord(row.GetString(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    public static Task WriteAsync(SqliteConnection connection, string name, DerivedRecord record, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT OR REPLACE INTO derived VALUES ($name, $source, $value)", cancellationToken,
            ("$name", name), ("$source", record.Source), ("$value", record.Value.ToArray()));

    /// <summary>Drops a value.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> DropAsync(SqliteConnection connection, string name, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync("DELETE FROM derived WHERE name = $name", cancellationToken, ("$name", name)) > 0;
}
