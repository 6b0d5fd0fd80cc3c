using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>
/// Writes <see cref="LibraryChanges"/> inside a transaction: each kind of change by one statement, however many there are, as every
/// statement is a way to the server and back.
/// </summary>
internal static class ChangeWriter
{
    /// <summary>Embeddings sent at once, some megabytes.</summary>
    private const int EmbeddingsAtOnce = 1024;

    public static async Task WriteAsync(NpgsqlConnection connection, LibraryChanges changes, CancellationToken cancellationToken)
    {
        var folders = await FolderRows.ReadIdsAsync(connection, cancellationToken);
        foreach (var some in Last(changes.Embeddings, embedding => embedding.Content).Chunk(EmbeddingsAtOnce))
            await WriteEmbeddingsAsync(connection, some, cancellationToken);

        // Removals come before files: a renamed or new file may take a name that has become free.
        (long, string)[] removed = [.. changes.Removed.Select(name => (folders[name.Folder], name.Path))];
        await DeleteAsync(connection, "images", removed, cancellationToken);
        await DeleteAsync(connection, "failures", removed, cancellationToken);

        // One by one, as each may take the name of the next.
        foreach (var (id, file) in changes.Renamed)
            await RenameAsync(connection, id, file, folders[file.Folder], cancellationToken);
        await WriteFilesAsync(
            connection, [.. Last(changes.Files, file => (file.Folder, file.Path))], folders, cancellationToken);
        await WriteFailuresAsync(
            connection, [.. Last(changes.Failures, failure => (failure.Folder, failure.Path))], folders, cancellationToken);
    }

    /// <summary>The last of each key, at the place of the first: a statement may write a row only once.</summary>
    private static Dictionary<TKey, T>.ValueCollection Last<T, TKey>(IEnumerable<T> values, Func<T, TKey> key)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, T>();
        foreach (var value in values)
            last[key(value)] = value;
        return last.Values;
    }

    private static async Task WriteEmbeddingsAsync(
        NpgsqlConnection connection, ContentEmbedding[] embeddings, CancellationToken cancellationToken)
    {
        byte[][] contents = [.. embeddings.Select(embedding => embedding.Content.ToByteArray())];
        await NearDuplicateRows.ForgetAsync(connection, contents, cancellationToken);
        await connection.ExecuteAsync("""
            INSERT INTO embeddings (content, width, height, embedding, fingerprint)
            SELECT * FROM unnest($1::bytea[], $2::integer[], $3::integer[], $4::bytea[], $5::bytea[])
            ON CONFLICT (content) DO UPDATE SET width = excluded.width, height = excluded.height, embedding = excluded.embedding,
                fingerprint = excluded.fingerprint, compared = 0
            """, cancellationToken, contents, embeddings.Select(embedding => embedding.Width).ToArray(),
            embeddings.Select(embedding => embedding.Height).ToArray(), embeddings.Select(Halves).ToArray(),
            embeddings.Select(embedding => embedding.Fingerprint?.ToByteArray()).ToArray());
    }

    private static byte[] Halves(ContentEmbedding embedding)
    {
        var halves = new byte[embedding.Embedding.Length * sizeof(ushort)];
        TensorPrimitives.ConvertToHalf(embedding.Embedding.Span, MemoryMarshal.Cast<byte, Half>(halves.AsSpan()));
        return halves;
    }

    private static async Task RenameAsync(
        NpgsqlConnection connection, ImageId id, IndexedFile file, long folder, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            "DELETE FROM images WHERE folder = $1 AND path = $2 AND id <> $3", cancellationToken, folder, file.Path, id.Value);
        await connection.ExecuteAsync(
            "UPDATE images SET folder = $1, path = $2, bytes = $3, modified = $4 WHERE id = $5", cancellationToken,
            folder, file.Path, file.Bytes, file.Modified.Ticks, id.Value);
        await DeleteAsync(connection, "failures", [(folder, file.Path)], cancellationToken);
    }

    private static async Task WriteFilesAsync(
        NpgsqlConnection connection, IndexedFile[] files, Dictionary<string, long> folders, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
            return;
        await connection.ExecuteAsync("""
            INSERT INTO images (folder, path, content, bytes, modified)
            SELECT folder, path, content, bytes, modified
            FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bigint[], $5::bigint[])
                WITH ORDINALITY AS files (folder, path, content, bytes, modified, number)
            ORDER BY number
            ON CONFLICT (folder, path) DO UPDATE SET content = excluded.content, bytes = excluded.bytes, modified = excluded.modified
            """, cancellationToken, files.Select(file => folders[file.Folder]).ToArray(), files.Select(file => file.Path).ToArray(),
            files.Select(file => file.Content.ToByteArray()).ToArray(), files.Select(file => file.Bytes).ToArray(),
            files.Select(file => file.Modified.Ticks).ToArray());
        await DeleteAsync(
            connection, "failures", [.. files.Select(file => (folders[file.Folder], file.Path))], cancellationToken);
    }

    private static async Task WriteFailuresAsync(
        NpgsqlConnection connection, ImageFailure[] failures, Dictionary<string, long> folders, CancellationToken cancellationToken)
    {
        if (failures.Length == 0)
            return;
        await DeleteAsync(
            connection, "images", [.. failures.Select(failure => (folders[failure.Folder], failure.Path))], cancellationToken);
        await connection.ExecuteAsync("""
            INSERT INTO failures (folder, path, reason, bytes, modified)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
            ON CONFLICT (folder, path) DO UPDATE SET reason = excluded.reason, bytes = excluded.bytes, modified = excluded.modified
            """, cancellationToken, failures.Select(failure => folders[failure.Folder]).ToArray(),
            failures.Select(failure => failure.Path).ToArray(), failures.Select(failure => failure.Reason).ToArray(),
            failures.Select(failure => failure.Bytes).ToArray(), failures.Select(failure => failure.Modified.Ticks).ToArray());
    }

    private static async Task DeleteAsync(
        NpgsqlConnection connection, string table, (long Folder, string Path)[] names, CancellationToken cancellationToken)
    {
        if (names.Length == 0)
            return;
        await connection.ExecuteAsync(
            $"DELETE FROM {table} USING unnest($1::bigint[], $2::text[]) AS gone (folder, path) "
            + $"WHERE {table}.folder = gone.folder AND {table}.path = gone.path",
            cancellationToken, names.Select(name => name.Folder).ToArray(), names.Select(name => name.Path).ToArray());
    }
}
