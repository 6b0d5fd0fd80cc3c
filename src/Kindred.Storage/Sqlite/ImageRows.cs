using System.Globalization;
using System.Runtime.InteropServices;
using Kindred.Embeddings;
using Kindred.Images;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads images out of joined rows.</summary>
internal static class ImageRows
{
    /// <summary>Columns an image takes; further ones start here.</summary>
    public const int Columns = 8;

    private const string Fields = """
        SELECT images.id, folders.path, images.path, images.content, images.bytes, images.modified, embeddings.width, embeddings.height
        """;

    private const string Order = "ORDER BY images.path, folders.path";

    private const string SelectSome = $"""
        {Fields}
        FROM images CROSS JOIN folders ON folders.id = images.folder
        CROSS JOIN embeddings INDEXED BY embeddings_size ON embeddings.content = images.content
        WHERE images.id IN
        """;

    /// <summary>
    /// All images, read in their order, so that only equal paths are left to sort; the sizes come from an index that leaves embeddings out.
    /// The indexes are named because SQLite has no statistics to choose them by.
    /// </summary>
    public const string SelectAll = $"""
        {Fields}
        FROM images INDEXED BY images_path CROSS JOIN folders ON folders.id = images.folder
        CROSS JOIN embeddings INDEXED BY embeddings_size ON embeddings.content = images.content
        {Order}
        """;

    /// <summary>The images of a JSON array of ids.</summary>
    public const string SelectByIds = $"{SelectSome} (SELECT value FROM json_each($ids)) {Order}";

    /// <summary>The images whose path ends with a whole name. Not by LIKE, which ignores case and reads patterns.</summary>
    public const string SelectByFileName = $"""
        {SelectSome} (SELECT id FROM images INDEXED BY images_path WHERE path = $name OR substr(path, -length($name) - 1) = '/' || $name)
        {Order}
        """;

    /// <summary>Images after a place in their order. The index of paths finds the place; folders only decide between equal paths.</summary>
    public const string SelectPage = $"""
        {Fields}
        FROM images INDEXED BY images_path CROSS JOIN folders ON folders.id = images.folder
        CROSS JOIN embeddings INDEXED BY embeddings_size ON embeddings.content = images.content
        WHERE images.path >= $path AND (images.path > $path OR folders.path > $folder)
        {Order} LIMIT $count
        """;

    public const string Count = "SELECT count(*) FROM images JOIN embeddings ON embeddings.content = images.content";

    /// <summary>
    /// All images with their embeddings, read in the order of paths: sorting would carry the embeddings through a temporary file.
    /// </summary>
    public const string SelectWithEmbeddings = $"""
        {Fields}, embeddings.embedding
        FROM images INDEXED BY images_path CROSS JOIN folders ON folders.id = images.folder
        CROSS JOIN embeddings ON embeddings.content = images.content
        {Order}
        """;

    /// <summary>The images that one of the statements here selects.</summary>
    public static async Task<IReadOnlyList<Image>> ReadAsync(
        SqliteConnection connection, FolderPaths paths, string select, CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters)
    {
        await using var command = connection.Command(select);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var images = new List<Image>();
        while (await row.ReadAsync(cancellationToken))
            images.Add(Read(row, paths));
        return images;
    }

    /// <summary>A page of images.</summary>
    public static async Task<IReadOnlyList<Image>> ReadPageAsync(
        SqliteConnection connection, FolderPaths paths, ImageCursor? after, int count, CancellationToken cancellationToken)
    {
        // Compares the folder as it is stored, which may not be how it would be stored now: the library may have moved.
        var (path, folder) = ("", "");
        if (after is { } place)
        {
            var stored = await FolderRows.ReadStoredAsync(connection, paths, place.Folder, cancellationToken);
            (path, folder) = (place.Path, stored ?? paths.Store(place.Folder));
        }

        return await ReadAsync(connection, paths, SelectPage, cancellationToken, ("$path", path), ("$folder", folder), ("$count", count));
    }

    public static async Task<int> CountAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Count);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public static Image Read(SqliteDataReader row, FolderPaths paths) => new(
        new ImageId(row.GetInt64(0)), paths.Load(row.GetString(1)), row.GetString(2), ReadContent(row, 3), row.GetInt64(4),
        new DateTime(row.GetInt64(5), DateTimeKind.Utc), row.GetInt32(6), row.GetInt32(7));

    /// <summary>An image with its embedding, of a row of <see cref="SelectWithEmbeddings"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="paths">How folders are written down.</param>
    /// <param name="buffer">Where to put the embedding; exchanged where the length does not fit.</param>
    public static StoredEmbedding ReadWithEmbedding(SqliteDataReader row, FolderPaths paths, ref Half[] buffer)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(row.GetFieldValue<byte[]>(Columns));
        if (buffer.Length != halves.Length)
            buffer = new Half[halves.Length];
        halves.CopyTo(buffer);
        return new StoredEmbedding(Read(row, paths), buffer);
    }

    // Reads an array: the provider's GetBytes and GetStream open every blob anew, which takes ten times as long as copying it.
    public static ContentHash ReadContent(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));
}
