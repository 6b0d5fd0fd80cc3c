using Kindred.Images;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sharing;
using Npgsql;

namespace Kindred.Storage.Postgres.Indexing;

/// <summary>What others have done by now. Asked after a claim was granted: whoever held it before has committed then.</summary>
internal static class DoneRows
{
    /// <summary>Those of some files that the library has as they are now: as images, or as failures.</summary>
    public static async Task<HashSet<string>> ReadFilesAsync(
        NpgsqlConnection connection, string folder, IReadOnlyList<FileState> files, CancellationToken cancellationToken)
    {
        var done = await connection.SelectAsync("""
            WITH files (path, bytes, modified) AS (SELECT * FROM unnest($2::text[], $3::bigint[], $4::bigint[]))
            SELECT files.path FROM files
            JOIN folders ON folders.path = $1
            JOIN images ON images.folder = folders.id AND images.path = files.path
                AND images.bytes = files.bytes AND images.modified = files.modified
            JOIN embeddings ON embeddings.content = images.content
            UNION ALL
            SELECT files.path FROM files
            JOIN folders ON folders.path = $1
            JOIN failures ON failures.folder = folders.id AND failures.path = files.path
                AND failures.bytes = files.bytes AND failures.modified = files.modified
            """, row => row.GetString(0), cancellationToken, folder, files.Select(file => file.Path).ToArray(),
            files.Select(file => file.Bytes).ToArray(), files.Select(file => file.Modified.Ticks).ToArray());
        return [.. done];
    }

    /// <summary>Whether a content has an embedding.</summary>
    public static async Task<bool> HasEmbeddingAsync(
        NpgsqlConnection connection, ContentHash content, CancellationToken cancellationToken) =>
        await connection.ScalarAsync(
            "SELECT EXISTS (SELECT 1 FROM embeddings WHERE content = $1)", cancellationToken, content.ToByteArray()) is true;
}
