using Kindred.Images;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads the files that failed.</summary>
internal static class FailureRows
{
    public static async Task<IReadOnlyList<ImageFailure>> ReadAsync(
        SqliteConnection connection, FolderPaths paths, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            SELECT folders.path, failures.path, reason, bytes, modified FROM failures JOIN folders ON folders.id = failures.folder
            ORDER BY failures.path, folders.path
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var failures = new List<ImageFailure>();
        while (await row.ReadAsync(cancellationToken))
        {
            failures.Add(new ImageFailure(
                paths.Load(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt64(3),
                new DateTime(row.GetInt64(4), DateTimeKind.Utc)));
        }

        return failures;
    }
}
