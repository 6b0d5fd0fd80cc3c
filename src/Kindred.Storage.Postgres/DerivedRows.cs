using Kindred.Derived;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads and writes derived values by their names.</summary>
internal static class DerivedRows
{
    public static async Task<DerivedRecord?> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var records = await connection.SelectAsync(
            "SELECT source, value FROM derived WHERE name = $1",
            row => new DerivedRecord(row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken, name);
        return records.SingleOrDefault();
    }

    public static Task WriteAsync(NpgsqlConnection connection, string name, DerivedRecord record, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT INTO derived (name, source, value) VALUES ($1, $2, $3) "
            + "ON CONFLICT (name) DO UPDATE SET source = excluded.source, value = excluded.value",
            cancellationToken, name, record.Source, record.Value.ToArray());

    /// <summary>Drops a value.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> DropAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync("DELETE FROM derived WHERE name = $1", cancellationToken, name) > 0;
}
