using System.Runtime.InteropServices;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Kindred.Storage.Sqlite.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and drops embeddings by the content they belong to.</summary>
internal static class EmbeddingRows
{
    /// <summary>All fingerprints.</summary>
    public static readonly string SelectAllFingerprints =
        $"SELECT content, fingerprint FROM embeddings WHERE length(fingerprint) = {Fingerprint.Size}";

    public static async Task<HashSet<ContentHash>> ReadContentsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT content FROM embeddings");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var contents = new HashSet<ContentHash>();
        while (await row.ReadAsync(cancellationToken))
            contents.Add(ImageRows.ReadContent(row, 0));
        return contents;
    }

    public static async Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadAsync(
        SqliteConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT embedding FROM embeddings WHERE content = $content");
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        var embeddings = new Dictionary<ContentHash, Half[]>(contents.Count);
        foreach (var hash in contents.Where(hash => !embeddings.ContainsKey(hash)))
        {
            content.Value = hash.ToByteArray();
            if (await command.ExecuteScalarAsync(cancellationToken) is byte[] halves)
                embeddings[hash] = MemoryMarshal.Cast<byte, Half>(halves).ToArray();
        }

        return embeddings;
    }

    public static async Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        SqliteConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT fingerprint FROM embeddings WHERE content = $content");
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        var fingerprints = new Dictionary<ContentHash, Fingerprint>(contents.Count);
        foreach (var hash in contents)
        {
            content.Value = hash.ToByteArray();
            if (await command.ExecuteScalarAsync(cancellationToken) is byte[] { Length: Fingerprint.Size } bytes)
                fingerprints[hash] = new Fingerprint(bytes);
        }

        return fingerprints;
    }

    public static KeyValuePair<ContentHash, Fingerprint> ReadFingerprint(SqliteDataReader row) =>
        new(ImageRows.ReadContent(row, 0), new Fingerprint(row.GetFieldValue<byte[]>(1)));

    // What somebody likes or dislikes tells their taste also when its picture is gone; having seen a picture says nothing without it.
    public static async Task<int> PruneAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var pruned = await connection.ExecuteAsync("""
        WITH unused AS (
            SELECT content FROM embeddings
            WHERE content NOT IN (SELECT content FROM images) AND content NOT IN (
                SELECT content FROM pictures WHERE id IN (
                    SELECT picture FROM interactions JOIN kinds ON kinds.id = kind
                    WHERE kind < $seen OR (kind > $seen AND ifnull(interactions.weight, kinds.weight) >= $strong))))
        DELETE FROM embeddings WHERE content IN (SELECT content FROM unused)
        AND (SELECT count(*) FROM unused) > (SELECT count(DISTINCT content) FROM images)
        AND EXISTS (SELECT 1 FROM images)
        """, cancellationToken, ("$seen", KindNumbers.Seen), ("$strong", InteractionWeight.Strong));
        if (pruned > 0)
            await NearDuplicateRows.PruneAsync(connection, cancellationToken);
        return pruned;
    }
}
