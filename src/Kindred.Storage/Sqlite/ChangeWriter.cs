using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Libraries;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Writes <see cref="LibraryChanges"/> inside a transaction.</summary>
internal sealed class ChangeWriter(SqliteConnection connection, IReadOnlyDictionary<string, long> folders)
{
    public async Task WriteAsync(LibraryChanges changes, CancellationToken cancellationToken)
    {
        foreach (var embedding in changes.Embeddings)
        {
            var halves = new Half[embedding.Embedding.Length];
            TensorPrimitives.ConvertToHalf(embedding.Embedding.Span, halves);
            await connection.ExecuteAsync(
                "INSERT OR REPLACE INTO embeddings VALUES ($content, $width, $height, $embedding)", cancellationToken,
                ("$content", embedding.Content.ToByteArray()), ("$width", embedding.Width), ("$height", embedding.Height),
                ("$embedding", MemoryMarshal.AsBytes<Half>(halves).ToArray()));
        }

        // Removals come first: a renamed or new file may take a name that has become free.
        foreach (var (folder, path) in changes.Removed)
        {
            await DeleteAsync("images", folder, path, cancellationToken);
            await DeleteAsync("failures", folder, path, cancellationToken);
        }

        foreach (var (id, file) in changes.Renamed)
        {
            await connection.ExecuteAsync(
                "DELETE FROM images WHERE folder = $folder AND path = $path AND id <> $id", cancellationToken,
                ("$folder", folders[file.Folder]), ("$path", file.Path), ("$id", id.Value));
            await connection.ExecuteAsync(
                "UPDATE images SET folder = $folder, path = $path, bytes = $bytes, modified = $modified WHERE id = $id", cancellationToken,
                ("$folder", folders[file.Folder]), ("$path", file.Path), ("$bytes", file.Bytes), ("$modified", file.Modified.Ticks), ("$id", id.Value));
            await DeleteAsync("failures", file.Folder, file.Path, cancellationToken);
        }

        foreach (var file in changes.Files)
        {
            await connection.ExecuteAsync("""
                INSERT INTO images (folder, path, content, bytes, modified) VALUES ($folder, $path, $content, $bytes, $modified)
                ON CONFLICT (folder, path) DO UPDATE SET content = $content, bytes = $bytes, modified = $modified
                """, cancellationToken,
                ("$folder", folders[file.Folder]), ("$path", file.Path), ("$content", file.Content.ToByteArray()),
                ("$bytes", file.Bytes), ("$modified", file.Modified.Ticks));
            await DeleteAsync("failures", file.Folder, file.Path, cancellationToken);
        }

        foreach (var failure in changes.Failures)
        {
            await DeleteAsync("images", failure.Folder, failure.Path, cancellationToken);
            await connection.ExecuteAsync(
                "INSERT OR REPLACE INTO failures VALUES ($folder, $path, $reason, $bytes, $modified)", cancellationToken,
                ("$folder", folders[failure.Folder]), ("$path", failure.Path), ("$reason", failure.Reason),
                ("$bytes", failure.Bytes), ("$modified", failure.Modified.Ticks));
        }
    }

    private Task<int> DeleteAsync(string table, string folder, string path, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"DELETE FROM {table} WHERE folder = $folder AND path = $path", cancellationToken, ("$folder", folders[folder]), ("$path", path));
}
