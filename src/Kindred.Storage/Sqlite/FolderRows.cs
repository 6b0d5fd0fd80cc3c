using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes gallery folders.</summary>
internal static class FolderRows
{
    /// <summary>Ids of the folders by their absolute paths.</summary>
    public static async Task<Dictionary<string, long>> ReadIdsAsync(
        SqliteConnection connection, FolderPaths paths, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT path, id FROM folders");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var folders = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            folders.Add(paths.Load(row.GetString(0)), row.GetInt64(1));
        return folders;
    }

    public static async Task<IReadOnlySet<string>> ReadWaitingAsync(
        SqliteConnection connection, FolderPaths paths, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            SELECT path FROM folders WHERE id IN (SELECT folder FROM images WHERE content NOT IN (SELECT content FROM embeddings))
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            folders.Add(paths.Load(row.GetString(0)));
        return folders;
    }

    /// <summary>Takes images without an embedding out of a folder.</summary>
    /// <returns>How many there were.</returns>
    public static Task<int> RemoveWaitingAsync(SqliteConnection connection, long folder, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "DELETE FROM images WHERE folder = $id AND content NOT IN (SELECT content FROM embeddings)", cancellationToken, ("$id", folder));

    /// <summary>Removes a folder with its images and failures.</summary>
    /// <returns>How many images it had.</returns>
    public static async Task<int> RemoveAsync(SqliteConnection connection, long folder, CancellationToken cancellationToken)
    {
        var removed = await connection.ExecuteAsync("DELETE FROM images WHERE folder = $id", cancellationToken, ("$id", folder));
        await connection.ExecuteAsync("DELETE FROM failures WHERE folder = $id; DELETE FROM folders WHERE id = $id", cancellationToken, ("$id", folder));
        return removed;
    }

    /// <summary>Adds a folder, and makes those of the known ones that lie inside it part of it.</summary>
    /// <returns>Whether it was not there before.</returns>
    public static async Task<bool> AddAsync(
        SqliteConnection connection, FolderPaths paths, string folder, IReadOnlyDictionary<string, long> known,
        CancellationToken cancellationToken)
    {
        var added = await connection.ExecuteAsync(
            "INSERT OR IGNORE INTO folders (path) VALUES ($path)", cancellationToken, ("$path", paths.Store(folder)));
        foreach (var (inner, id) in known.Where(other => other.Key.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            var prefix = Path.GetRelativePath(folder, inner).Replace(Path.DirectorySeparatorChar, '/') + "/";
            foreach (var table in (string[])["images", "failures"])
            {
                await connection.ExecuteAsync(
                    $"UPDATE {table} SET path = $prefix || path, folder = (SELECT id FROM folders WHERE path = $path) WHERE folder = $inner",
                    cancellationToken, ("$prefix", prefix), ("$path", paths.Store(folder)), ("$inner", id));
            }

            await connection.ExecuteAsync("DELETE FROM folders WHERE id = $inner", cancellationToken, ("$inner", id));
        }

        return added > 0;
    }
}
