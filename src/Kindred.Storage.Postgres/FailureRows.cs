using Kindred.Images;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads the files that failed.</summary>
internal static class FailureRows
{
    public static async Task<IReadOnlyList<ImageFailure>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.SelectAsync("""
            SELECT folders.path, failures.path, reason, bytes, modified FROM failures JOIN folders ON folders.id = failures.folder
            ORDER BY failures.path, folders.path
            """,
            row => new ImageFailure(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), new DateTime(row.GetInt64(4), DateTimeKind.Utc)),
            cancellationToken);
}
