using System.Runtime.InteropServices;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Images.Tables;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads images out of joined rows.</summary>
internal static class ImageRows
{
    /// <summary>Columns an image takes; further ones start here.</summary>
    public const int Columns = 8;

    private const string Fields = """
        SELECT images.id, folders.path, images.path, images.content, images.bytes, images.modified, embeddings.width, embeddings.height
        """;

    private const string Joined = """
        FROM images JOIN folders ON folders.id = images.folder JOIN embeddings ON embeddings.content = images.content
        """;

    private const string Order = "ORDER BY images.path, folders.path";

    /// <summary>All images.</summary>
    public const string SelectAll = $"{Fields} {Joined} {Order}";

    /// <summary>The images of an array of ids.</summary>
    public const string SelectByIds = $"{Fields} {Joined} WHERE images.id = ANY($1) {Order}";

    /// <summary>The images whose path ends with a whole name. Not by LIKE, which reads patterns.</summary>
    public const string SelectByFileName = $"""
        {Fields} {Joined} WHERE images.path = $1 OR right(images.path, length($1) + 1) = '/' || $1 {Order}
        """;

    /// <summary>Images after a place in their order. The index of paths finds the place; folders only decide between equal paths.</summary>
    public const string SelectPage = $"""
        {Fields} {Joined}
        WHERE images.path >= $1 AND (images.path > $1 OR folders.path > $2)
        {Order} LIMIT $3
        """;

    public const string Count =
        "SELECT count(*)::integer FROM images WHERE EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = images.content)";

    /// <summary>
    /// All images with their embeddings. These are stored apart from their rows, so that sorting carries no more than where they are.
    /// </summary>
    public const string SelectWithEmbeddings = $"{Fields}, embeddings.embedding {Joined} {Order}";

    /// <summary>The images that one of the statements here selects.</summary>
    public static async Task<IReadOnlyList<Image>> ReadAsync(
        NpgsqlConnection connection, string select, CancellationToken cancellationToken, params List<object?> values) =>
        await connection.SelectAsync(select, Read, cancellationToken, values);

    /// <summary>All images, in little memory.</summary>
    public static async Task<IReadOnlyList<Image>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectAll);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var images = new ImageTable();
        while (await row.ReadAsync(cancellationToken))
            images.Add(Read(row));
        return images;
    }

    /// <summary>A page of images.</summary>
    public static Task<IReadOnlyList<Image>> ReadPageAsync(
        NpgsqlConnection connection, ImageCursor? after, int count, CancellationToken cancellationToken) =>
        ReadAsync(connection, SelectPage, cancellationToken, after?.Path ?? "", after?.Folder ?? "", count);

    public static async Task<int> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (int)(await connection.ScalarAsync(Count, cancellationToken) ?? 0);

    public static Image Read(NpgsqlDataReader row) => new(
        new ImageId(row.GetInt64(0)), row.GetString(1), row.GetString(2), ReadContent(row, 3), row.GetInt64(4),
        new DateTime(row.GetInt64(5), DateTimeKind.Utc), row.GetInt32(6), row.GetInt32(7));

    /// <summary>An image with its embedding, of a row of <see cref="SelectWithEmbeddings"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="buffer">Where to put the embedding; exchanged where the length does not fit.</param>
    public static StoredEmbedding ReadWithEmbedding(NpgsqlDataReader row, ref Half[] buffer)
    {
        var image = Read(row);
        var length = (int)row.GetBytes(Columns, 0, null, 0, 0) / 2;
        if (buffer.Length != length)
            buffer = new Half[length];
        var halves = MemoryMarshal.Cast<byte, Half>(row.GetFieldValue<byte[]>(Columns));
        halves.CopyTo(buffer);
        return new StoredEmbedding(image, buffer);
    }

    public static ContentHash ReadContent(NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));
}
