using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Embeddings;
using Kindred.Images;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Writes <see cref="LibraryChanges"/> inside a transaction. Each statement is prepared once, when it is first needed.</summary>
internal sealed class ChangeWriter(SqliteConnection connection, IReadOnlyDictionary<string, long> folders) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public async Task WriteAsync(LibraryChanges changes, CancellationToken cancellationToken)
    {
        foreach (var embedding in changes.Embeddings)
            await WriteEmbeddingAsync(embedding, cancellationToken);

        // Removals come before files: a renamed or new file may take a name that has become free.
        foreach (var (folder, path) in changes.Removed)
        {
            await DeleteAsync("images", folder, path, cancellationToken);
            await DeleteAsync("failures", folder, path, cancellationToken);
        }

        foreach (var (id, file) in changes.Renamed)
            await RenameAsync(id, file, cancellationToken);
        foreach (var file in changes.Files)
            await WriteFileAsync(file, cancellationToken);
        foreach (var failure in changes.Failures)
            await WriteFailureAsync(failure, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
    }

    private async Task WriteEmbeddingAsync(ContentEmbedding embedding, CancellationToken cancellationToken)
    {
        var halves = new byte[embedding.Embedding.Length * sizeof(ushort)];
        TensorPrimitives.ConvertToHalf(embedding.Embedding.Span, MemoryMarshal.Cast<byte, Half>(halves.AsSpan()));
        var content = embedding.Content.ToByteArray();
        await ExecuteAsync("DELETE FROM copies WHERE content = $content OR other = $content", cancellationToken, ("$content", content));
        await ExecuteAsync(
            "INSERT OR REPLACE INTO embeddings (content, width, height, embedding, fingerprint) "
            + "VALUES ($content, $width, $height, $embedding, $fingerprint)",
            cancellationToken,
            ("$content", content), ("$width", embedding.Width), ("$height", embedding.Height), ("$embedding", halves),
            ("$fingerprint", embedding.Fingerprint?.ToByteArray() ?? (object)DBNull.Value));
    }

    private async Task RenameAsync(ImageId id, IndexedFile file, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            "DELETE FROM images WHERE folder = $folder AND path = $path AND id <> $id", cancellationToken,
            ("$folder", folders[file.Folder]), ("$path", file.Path), ("$id", id.Value));
        await ExecuteAsync(
            "UPDATE images SET folder = $folder, path = $path, bytes = $bytes, modified = $modified WHERE id = $id", cancellationToken,
            ("$folder", folders[file.Folder]), ("$path", file.Path), ("$bytes", file.Bytes),
            ("$modified", file.Modified.Ticks), ("$id", id.Value));
        await DeleteAsync("failures", file.Folder, file.Path, cancellationToken);
    }

    private async Task WriteFileAsync(IndexedFile file, CancellationToken cancellationToken)
    {
        await ExecuteAsync("""
            INSERT INTO images (folder, path, content, bytes, modified) VALUES ($folder, $path, $content, $bytes, $modified)
            ON CONFLICT (folder, path) DO UPDATE SET content = $content, bytes = $bytes, modified = $modified
            """, cancellationToken,
            ("$folder", folders[file.Folder]), ("$path", file.Path), ("$content", file.Content.ToByteArray()),
            ("$bytes", file.Bytes), ("$modified", file.Modified.Ticks));
        await DeleteAsync("failures", file.Folder, file.Path, cancellationToken);
    }

    private async Task WriteFailureAsync(ImageFailure failure, CancellationToken cancellationToken)
    {
        await DeleteAsync("images", failure.Folder, failure.Path, cancellationToken);
        await ExecuteAsync(
            "INSERT OR REPLACE INTO failures VALUES ($folder, $path, $reason, $bytes, $modified)", cancellationToken,
            ("$folder", folders[failure.Folder]), ("$path", failure.Path), ("$reason", failure.Reason),
            ("$bytes", failure.Bytes), ("$modified", failure.Modified.Ticks));
    }

    private Task DeleteAsync(string table, string folder, string path, CancellationToken cancellationToken) => ExecuteAsync(
        $"DELETE FROM {table} WHERE folder = $folder AND path = $path", cancellationToken, ("$folder", folders[folder]), ("$path", path));

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared.Add(sql, command = connection.Command(sql));

        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
