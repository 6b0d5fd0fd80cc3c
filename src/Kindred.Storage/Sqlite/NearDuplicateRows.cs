using Kindred.Images;
using Kindred.NearDuplicates;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes pairs of near-duplicates and of variants.</summary>
internal static class NearDuplicateRows
{
    /// <summary>Reads an index of only the waiting contents: where none wait it costs nothing, however large the library.</summary>
    public const string SelectUncompared = """
        SELECT content FROM embeddings INDEXED BY embeddings_uncompared
        WHERE compared = 0 AND fingerprint IS NOT NULL AND EXISTS (SELECT 1 FROM images WHERE images.content = embeddings.content)
        ORDER BY content
        """;

    /// <summary>The pairs of one content; each column that it may stand in has an index.</summary>
    public const string SelectOfContent = """
        SELECT content, other, similarity, kind FROM copies WHERE content = $content
        UNION ALL SELECT content, other, similarity, kind FROM copies WHERE other = $content
        """;

    public static async Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(
        SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectUncompared);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var contents = new List<ContentHash>();
        while (await row.ReadAsync(cancellationToken))
            contents.Add(ImageRows.ReadContent(row, 0));
        return contents;
    }

    public static async Task<IReadOnlyList<NearDuplicatePair>> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT content, other, similarity, kind FROM copies ORDER BY content, other");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var pairs = new List<NearDuplicatePair>();
        while (await row.ReadAsync(cancellationToken))
            pairs.Add(ReadPair(row));
        return pairs;
    }

    public static async Task<IReadOnlyList<NearDuplicatePair>> ReadAsync(
        SqliteConnection connection, IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectOfContent);
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        List<ContentHash> waiting = [.. contents];
        HashSet<ContentHash>? reached = null;
        var pairs = new List<NearDuplicatePair>();
        for (var i = 0; i < waiting.Count; i++)
        {
            content.Value = waiting[i].ToByteArray();
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                // A pair is met at both of its ends. Most contents are in none.
                var pair = ReadPair(row);
                reached ??= [.. waiting];
                var isFirst = pair.Content == waiting[i];
                if (isFirst)
                    pairs.Add(pair);
                var other = isFirst ? pair.Other : pair.Content;
                if (reached.Add(other))
                    waiting.Add(other);
            }
        }

        return pairs;
    }

    public static async Task WriteAsync(
        SqliteConnection connection, IEnumerable<NearDuplicatePair> pairs, IEnumerable<ContentHash> compared,
        CancellationToken cancellationToken)
    {
        // The embedding of either may have gone since the pair was found.
        await using var insert = connection.Command("""
            INSERT OR REPLACE INTO copies (content, other, similarity, kind)
            SELECT min($content, $other), max($content, $other), $similarity, $kind
            WHERE EXISTS (SELECT 1 FROM embeddings WHERE content = $content) AND EXISTS (SELECT 1 FROM embeddings WHERE content = $other)
            """);
        foreach (var (content, other, similarity, likeness) in pairs)
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$content", content.ToByteArray());
            insert.Parameters.AddWithValue("$other", other.ToByteArray());
            insert.Parameters.AddWithValue("$similarity", similarity);
            insert.Parameters.AddWithValue("$kind", likeness.ToString());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var mark = connection.Command("UPDATE embeddings SET compared = 1 WHERE content = $content");
        foreach (var content in compared)
        {
            mark.Parameters.Clear();
            mark.Parameters.AddWithValue("$content", content.ToByteArray());
            await mark.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NearDuplicatePair ReadPair(SqliteDataReader row) => new(
        ImageRows.ReadContent(row, 0), ImageRows.ReadContent(row, 1), row.GetFloat(2), Enum.Parse<Likeness>(row.GetString(3)));

    public static Task<int> PruneAsync(SqliteConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "DELETE FROM copies WHERE content NOT IN (SELECT content FROM embeddings) OR other NOT IN (SELECT content FROM embeddings)",
        cancellationToken);
}
