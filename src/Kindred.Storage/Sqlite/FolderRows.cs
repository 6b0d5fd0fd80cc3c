using Kindred.Images.Sources;
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

    /// <summary>Absolute paths of the folders, in ordinal order.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        SqliteConnection connection, FolderPaths paths, CancellationToken cancellationToken) =>
        [.. (await ReadIdsAsync(connection, paths, cancellationToken)).Keys.Order(StringComparer.Ordinal)];

    /// <summary>How a folder is written down; <see langword="null"/> where the library does not have it.</summary>
    public static async Task<string?> ReadStoredAsync(
        SqliteConnection connection, FolderPaths paths, string folder, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT path FROM folders");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (paths.Load(row.GetString(0)) == folder)
                return row.GetString(0);
        }

        return null;
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
    public static async Task<int> RemoveWaitingAsync(
        SqliteConnection connection, FolderPaths paths, string folder, CancellationToken cancellationToken) =>
        await ReadStoredAsync(connection, paths, folder, cancellationToken) is not { } stored ? 0 : await connection.ExecuteAsync("""
            DELETE FROM images
            WHERE folder = (SELECT id FROM folders WHERE path = $path) AND content NOT IN (SELECT content FROM embeddings)
            """, cancellationToken, ("$path", stored));

    /// <summary>Removes a folder with its images and failures.</summary>
    /// <returns>How many images it had; <see langword="null"/> where the library does not have the folder.</returns>
    public static async Task<int?> RemoveAsync(
        SqliteConnection connection, FolderPaths paths, string folder, CancellationToken cancellationToken)
    {
        if (await ReadStoredAsync(connection, paths, folder, cancellationToken) is not { } stored)
            return null;
        var removed = await connection.ExecuteAsync(
            "DELETE FROM images WHERE folder = (SELECT id FROM folders WHERE path = $path)", cancellationToken, ("$path", stored));
        await connection.ExecuteAsync("""
            DELETE FROM failures WHERE folder = (SELECT id FROM folders WHERE path = $path); DELETE FROM folders WHERE path = $path
            """, cancellationToken, ("$path", stored));
        return removed;
    }

    /// <summary>Adds a folder, and merges the known folders inside it into it.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static async Task<bool> AddAsync(
        SqliteConnection connection, FolderPaths paths, string folder, CancellationToken cancellationToken)
    {
        var known = await ReadIdsAsync(connection, paths, cancellationToken);
        var inside = known.Where(other => other.Key != folder && FolderName.IsInside(folder, other.Key)).ToArray();
        if (known.ContainsKey(folder) && inside.Length == 0)
            return false;

        if (!known.ContainsKey(folder))
            await connection.ExecuteAsync("INSERT INTO folders (path) VALUES ($path)", cancellationToken, ("$path", paths.Store(folder)));
        var outer = (await ReadIdsAsync(connection, paths, cancellationToken))[folder];
        foreach (var (path, inner) in inside)
        {
            var prefix = FolderName.Below(folder, path);
            foreach (var table in (string[])["images", "failures"])
            {
                await connection.ExecuteAsync(
                    $"UPDATE {table} SET path = $prefix || path, folder = $outer WHERE folder = $inner",
                    cancellationToken, ("$prefix", prefix), ("$outer", outer), ("$inner", inner));
            }

            await connection.ExecuteAsync("DELETE FROM folders WHERE id = $inner", cancellationToken, ("$inner", inner));
        }

        return true;
    }
}
