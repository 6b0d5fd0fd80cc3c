using Kindred.Attributes;
using Kindred.Images;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads what a shop says of its pictures.</summary>
internal static class AttributeRows
{
    public const string SelectAll = "SELECT image, own_id, given FROM attributes ORDER BY image";

    /// <summary>The rows of an array of images.</summary>
    public const string SelectSome = "SELECT image, own_id, given FROM attributes WHERE image = ANY($1) ORDER BY image";

    /// <summary>The rows of an array of images that have an own id, and of those that share it with one of them.</summary>
    public const string SelectProducts = """
        SELECT image, own_id, given FROM attributes
        WHERE own_id IN (SELECT own_id FROM attributes WHERE image = ANY($1) AND own_id IS NOT NULL) ORDER BY image
        """;

    public const string SelectByOwnId = "SELECT image FROM attributes WHERE own_id = $1 ORDER BY image";

    public static async Task<long> ReadRevisionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (long)(await connection.ScalarAsync("SELECT revision FROM attribute_revisions", cancellationToken) ?? 0L);

    public static async Task<IReadOnlyList<AttributeDefinition>> ReadDefinitionsAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.SelectAsync(
            "SELECT name, type FROM attribute_names ORDER BY id",
            row => new AttributeDefinition(row.GetString(0), Enum.Parse<AttributeType>(row.GetString(1))), cancellationToken);

    // Text comes as the bytes it is stored in, which are read as JSON without making a string of them.
    public static StoredAttributes Read(NpgsqlDataReader row) => new(
        new ImageId(row.GetInt64(0)), row.IsDBNull(1) ? null : row.GetString(1), row.GetFieldValue<byte[]>(2));

    /// <summary>Reads what a query finds for some images.</summary>
    public static async Task<IReadOnlyList<StoredAttributes>> ReadAsync(
        NpgsqlConnection connection, string query, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken) =>
        await connection.SelectAsync(query, Read, cancellationToken, images.Select(image => image.Value).ToArray());

    public static async Task<IReadOnlyList<ImageId>> FindByOwnIdAsync(
        NpgsqlConnection connection, string ownId, CancellationToken cancellationToken) =>
        await connection.SelectAsync(SelectByOwnId, row => new ImageId(row.GetInt64(0)), cancellationToken, ownId);
}
