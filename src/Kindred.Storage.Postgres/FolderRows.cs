using Kindred.Images.Sources;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads and writes gallery folders. They are stored as they are: the library is in none of them.</summary>
internal static class FolderRows
{
    /// <summary>Ids of the folders by their absolute paths.</summary>
    public static async Task<Dictionary<string, long>> ReadIdsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var folders = await connection.SelectAsync(
            "SELECT path, id FROM folders", row => (Path: row.GetString(0), Id: row.GetInt64(1)), cancellationToken);
        return folders.ToDictionary(folder => folder.Path, folder => folder.Id, StringComparer.Ordinal);
    }

    /// <summary>Absolute paths of the folders, in ordinal order.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. (await ReadIdsAsync(connection, cancellationToken)).Keys.Order(StringComparer.Ordinal)];

    public static async Task<IReadOnlySet<string>> ReadWaitingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var waiting = await connection.SelectAsync("""
            SELECT path FROM folders WHERE EXISTS (
                SELECT 1 FROM images WHERE images.folder = folders.id
                AND NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = images.content))
            """, row => row.GetString(0), cancellationToken);
        return waiting.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Takes images without an embedding out of a folder.</summary>
    /// <returns>How many there were.</returns>
    public static Task<int> RemoveWaitingAsync(NpgsqlConnection connection, string folder, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("""
            DELETE FROM images
            WHERE folder = (SELECT id FROM folders WHERE path = $1)
            AND NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = images.content)
            """, cancellationToken, folder);

    /// <summary>Removes a folder with its images and failures.</summary>
    /// <returns>How many images it had; <see langword="null"/> where the library does not have the folder.</returns>
    public static async Task<int?> RemoveAsync(NpgsqlConnection connection, string folder, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync("SELECT id FROM folders WHERE path = $1", cancellationToken, folder) is not long id)
            return null;
        var removed = await connection.ExecuteAsync("DELETE FROM images WHERE folder = $1", cancellationToken, id);
        await connection.ExecuteAsync("DELETE FROM failures WHERE folder = $1", cancellationToken, id);
        await connection.ExecuteAsync("DELETE FROM folders WHERE id = $1", cancellationToken, id);
        return removed;
    }

    /// <summary>Adds a folder, and merges the known folders inside it into it.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static async Task<bool> AddAsync(NpgsqlConnection connection, string folder, CancellationToken cancellationToken)
    {
        var known = await ReadIdsAsync(connection, cancellationToken);
        var inside = known.Where(other => other.Key != folder && FolderName.IsInside(folder, other.Key)).ToArray();
        if (known.ContainsKey(folder) && inside.Length == 0)
            return false;

        if (!known.TryGetValue(folder, out var outer))
        {
            outer = (long)(await connection.ScalarAsync(
                "INSERT INTO folders (path) VALUES ($1) RETURNING id", cancellationToken, folder))!; // It returns what it inserts.
        }

        foreach (var (path, inner) in inside)
        {
            var prefix = FolderName.Below(folder, path);
            foreach (var table in (string[])["images", "failures"])
            {
                await connection.ExecuteAsync(
                    $"UPDATE {table} SET path = $1 || path, folder = $2 WHERE folder = $3", cancellationToken, prefix, outer, inner);
            }

            await connection.ExecuteAsync("DELETE FROM folders WHERE id = $1", cancellationToken, inner);
        }

        return true;
    }
}
