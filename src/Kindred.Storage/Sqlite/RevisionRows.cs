using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and advances the count of changes. A count of our own: SQLite's (<c>data_version</c>) leaves out the connection's own changes.</summary>
internal static class RevisionRows
{
    public static async Task<long> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT revision FROM revisions");
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    /// <summary>Counts one more change, inside the transaction that makes it.</summary>
    public static Task AdvanceAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("UPDATE revisions SET revision = revision + 1", cancellationToken);
}
