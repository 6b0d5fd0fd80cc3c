using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads and writes pairs of near-duplicates and of variants.</summary>
internal static class NearDuplicateRows
{
    /// <summary>Reads an index of only the waiting contents: where none wait it costs nothing, however large the library.</summary>
    public const string SelectUncompared = """
        SELECT content FROM embeddings
        WHERE compared = 0 AND fingerprint IS NOT NULL AND EXISTS (SELECT 1 FROM images WHERE images.content = embeddings.content)
        ORDER BY content
        """;

    /// <summary>The pairs of an array of contents; each column that they may stand in has an index.</summary>
    public const string SelectOfContents = """
        SELECT content, other, similarity, kind FROM copies WHERE content = ANY($1)
        UNION SELECT content, other, similarity, kind FROM copies WHERE other = ANY($1)
        """;

    public static async Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.SelectAsync(SelectUncompared, row => ImageRows.ReadContent(row, 0), cancellationToken);

    public static async Task<IReadOnlyList<NearDuplicatePair>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.SelectAsync(
            "SELECT content, other, similarity, kind FROM copies ORDER BY content, other", ReadPair, cancellationToken);

    /// <summary>
    /// The pairs of some contents, and of all that are connected with them: one way to the server and back for each step outwards.
    /// </summary>
    public static async Task<IReadOnlyList<NearDuplicatePair>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken)
    {
        HashSet<ContentHash> reached = [.. contents];
        HashSet<NearDuplicatePair> pairs = [];
        List<ContentHash> waiting = [.. reached];
        while (waiting.Count > 0)
        {
            var found = await connection.SelectAsync(
                SelectOfContents, ReadPair, cancellationToken, waiting.Select(content => content.ToByteArray()).ToArray());
            waiting.Clear();
            foreach (var pair in found.Where(pairs.Add))
            {
                if (reached.Add(pair.Content))
                    waiting.Add(pair.Content);
                if (reached.Add(pair.Other))
                    waiting.Add(pair.Other);
            }
        }

        return [.. pairs];
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<NearDuplicatePair> pairs, IReadOnlyCollection<ContentHash> compared,
        CancellationToken cancellationToken)
    {
        // The last of each pair, whichever way round: a statement may write a row only once.
        var last = new Dictionary<(ContentHash, ContentHash), NearDuplicatePair>();
        foreach (var pair in pairs)
        {
            last.Remove((pair.Other, pair.Content));
            last[(pair.Content, pair.Other)] = pair;
        }

        if (last.Count > 0)
        {
            // The embedding of either may have gone since the pair was found.
            await connection.ExecuteAsync("""
                INSERT INTO copies (content, other, similarity, kind)
                SELECT least(pair.content, pair.other), greatest(pair.content, pair.other), similarity, kind
                FROM unnest($1::bytea[], $2::bytea[], $3::double precision[], $4::text[]) AS pair (content, other, similarity, kind)
                WHERE EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = pair.content)
                AND EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = pair.other)
                ON CONFLICT (content, other) DO UPDATE SET similarity = excluded.similarity, kind = excluded.kind
                """, cancellationToken, last.Values.Select(pair => pair.Content.ToByteArray()).ToArray(),
                last.Values.Select(pair => pair.Other.ToByteArray()).ToArray(),
                last.Values.Select(pair => (double)pair.Similarity).ToArray(),
                last.Values.Select(pair => pair.Likeness.ToString()).ToArray());
        }

        if (compared.Count > 0)
        {
            await connection.ExecuteAsync(
                "UPDATE embeddings SET compared = 1 WHERE content = ANY($1)", cancellationToken,
                compared.Select(content => content.ToByteArray()).ToArray());
        }
    }

    /// <summary>Drops all pairs of some contents.</summary>
    public static Task<int> ForgetAsync(NpgsqlConnection connection, byte[][] contents, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("DELETE FROM copies WHERE content = ANY($1) OR other = ANY($1)", cancellationToken, contents);

    /// <summary>Drops the pairs of contents that have no embedding any more.</summary>
    public static Task<int> PruneAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync("""
        DELETE FROM copies
        WHERE NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = copies.content)
        OR NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = copies.other)
        """, cancellationToken);

    private static NearDuplicatePair ReadPair(NpgsqlDataReader row) => new(
        ImageRows.ReadContent(row, 0), ImageRows.ReadContent(row, 1), (float)row.GetDouble(2), Enum.Parse<Likeness>(row.GetString(3)));
}
