using System.Runtime.InteropServices;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads and drops embeddings by the content they belong to.</summary>
internal static class EmbeddingRows
{
    /// <summary>The embeddings of an array of contents.</summary>
    public const string SelectEmbeddings = "SELECT content, embedding FROM embeddings WHERE content = ANY($1)";

    /// <summary>The fingerprints of an array of contents.</summary>
    public const string SelectFingerprints =
        "SELECT content, fingerprint FROM embeddings WHERE content = ANY($1) AND fingerprint IS NOT NULL";

    /// <summary>All fingerprints.</summary>
    public const string SelectAllFingerprints = "SELECT content, fingerprint FROM embeddings WHERE fingerprint IS NOT NULL";

    private const int ContentsAtOnce = 1024;

    public static async Task<HashSet<ContentHash>> ReadContentsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. await connection.SelectAsync("SELECT content FROM embeddings", row => ImageRows.ReadContent(row, 0), cancellationToken)];

    public static async Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken) =>
        await ReadAsync(
            connection, SelectEmbeddings, contents, bytes => MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), cancellationToken);

    public static async Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken) =>
        await ReadAsync(connection, SelectFingerprints, contents, bytes => new Fingerprint(bytes), cancellationToken);

    public static KeyValuePair<ContentHash, Fingerprint> ReadFingerprint(NpgsqlDataReader row) =>
        new(ImageRows.ReadContent(row, 0), new Fingerprint(row.GetFieldValue<byte[]>(1)));

    // What somebody likes or dislikes tells their taste also when its picture is gone; having seen a picture says nothing without it.
    public static async Task<int> PruneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var pruned = await connection.ExecuteAsync("""
            WITH unused AS MATERIALIZED (
                SELECT content FROM embeddings
                WHERE NOT EXISTS (SELECT 1 FROM images WHERE images.content = embeddings.content)
                AND NOT EXISTS (
                    SELECT 1 FROM pictures JOIN interactions ON interactions.picture = pictures.id JOIN kinds ON kinds.id = kind
                    WHERE pictures.content = embeddings.content
                    AND (kinds.name IN ('like', 'dislike')
                        OR (kinds.name <> 'seen' AND coalesce(interactions.weight, kinds.weight) >= $1))))
            DELETE FROM embeddings WHERE content IN (SELECT content FROM unused)
            AND (SELECT count(*) FROM unused) > (SELECT count(DISTINCT content) FROM images)
            AND EXISTS (SELECT 1 FROM images)
            """, cancellationToken, InteractionWeight.Strong);
        if (pruned > 0)
            await NearDuplicateRows.PruneAsync(connection, cancellationToken);
        return pruned;
    }

    private static async Task<Dictionary<ContentHash, T>> ReadAsync<T>(
        NpgsqlConnection connection, string select, IReadOnlyCollection<ContentHash> contents, Func<byte[], T> read,
        CancellationToken cancellationToken)
    {
        var values = new Dictionary<ContentHash, T>(contents.Count);
        foreach (var some in contents.Distinct().Chunk(ContentsAtOnce))
        {
            var rows = await connection.SelectAsync(
                select, row => (Content: ImageRows.ReadContent(row, 0), Value: read(row.GetFieldValue<byte[]>(1))), cancellationToken,
                some.Select(content => content.ToByteArray()).ToArray());
            foreach (var (content, value) in rows)
                values[content] = value;
        }

        return values;
    }
}
