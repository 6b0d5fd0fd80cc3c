using Kindred.Images;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads images out of joined rows.</summary>
internal static class ImageRows
{
    /// <summary>Columns an image takes; further ones start here.</summary>
    public const int Columns = 8;

    public static string Select(string? further = null) => $"""
        SELECT images.id, folders.path, images.path, images.content, images.bytes, images.modified, embeddings.width, embeddings.height
            {(further is null ? "" : ", " + further)}
        FROM images JOIN folders ON folders.id = images.folder JOIN embeddings ON embeddings.content = images.content
        ORDER BY images.path, folders.path
        """;

    public static async Task<IReadOnlyList<Image>> ReadAllAsync(SqliteConnection connection, FolderPaths paths, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Select());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var images = new List<Image>();
        while (await row.ReadAsync(cancellationToken))
            images.Add(Read(row, paths));
        return images;
    }

    public static Image Read(SqliteDataReader row, FolderPaths paths) => new(
        new ImageId(row.GetInt64(0)), paths.Load(row.GetString(1)), row.GetString(2), ReadContent(row, 3), row.GetInt64(4),
        new DateTime(row.GetInt64(5), DateTimeKind.Utc), row.GetInt32(6), row.GetInt32(7));

    // As an array: the provider's GetBytes and GetStream open every blob anew, which takes ten times as long as copying it.
    public static ContentHash ReadContent(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));
}
