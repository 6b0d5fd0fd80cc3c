using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.NearDuplicates.Finding;

/// <summary>Finds candidates by comparing contents with all of the library, which is read once for each call.</summary>
internal sealed class ExactCandidateFinder(RawEmbeddings raw) : ICandidateFinder
{
    /// <summary>Bytes of embeddings that are compared with the library at once.</summary>
    private const int BytesAtOnce = 64 << 20;

    /// <inheritdoc/>
    public int MostAtOnce => MostFor(raw.Dimensions);

    /// <summary>How many contents are compared in one pass over the library, where embeddings have so many numbers.</summary>
    public static int MostFor(int dimensions) => Math.Max(1, BytesAtOnce / (dimensions * sizeof(float)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidatePair>> FindAsync(ContentHash[] contents, CancellationToken cancellationToken)
    {
        var (known, queries) = await raw.ReadAsync(contents, cancellationToken);
        using (queries)
        {
            var found = Array.ConvertAll(known, _ => new List<(ContentHash Other, float Cosine)>());
            if (known.Length > 0)
            {
                await foreach (var (others, rows) in raw.ReadBlocksAsync(cancellationToken))
                    Compare(known, queries, others, rows, found);
            }

            return [.. EachOnce(known, found)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Compares contents with a block of the library, and keeps the nearest of each.</summary>
    private static void Compare(
        ContentHash[] contents, AlignedMatrix queries, IReadOnlyList<ContentHash> others, AlignedMatrix rows,
        List<(ContentHash Other, float Cosine)>[] found)
    {
        using var index = new FlatIndex(queries.Columns, Metric.Cosine, rows.Rows);
        for (var row = 0; row < rows.Rows; row++)
            index.Add(rows[row]);

        // One more than is wanted: a content finds itself.
        var neighbors = index.Search(queries, ICandidateFinder.Candidates + 1);
        for (var i = 0; i < contents.Length; i++)
        {
            var nearest = found[i];
            var content = contents[i];
            nearest.AddRange(neighbors[i]
                .Select(neighbor => (Other: others[neighbor.Id], Cosine: neighbor.Score(Metric.Cosine)))
                .Where(pair => pair.Cosine >= NearDuplicateEvidence.LeastCosine && pair.Other != content));
            if (nearest.Count > ICandidateFinder.Candidates)
                found[i] = [.. nearest.OrderByDescending(pair => pair.Cosine).Take(ICandidateFinder.Candidates)];
        }
    }

    private static IEnumerable<CandidatePair> EachOnce(ContentHash[] contents, List<(ContentHash Other, float Cosine)>[] found)
    {
        var pairs = new HashSet<(ContentHash, ContentHash)>();
        for (var i = 0; i < contents.Length; i++)
        {
            foreach (var (other, cosine) in found[i].OrderByDescending(pair => pair.Cosine))
            {
                if (!pairs.Contains((other, contents[i])) && pairs.Add((contents[i], other)))
                    yield return new CandidatePair(contents[i], other, cosine);
            }
        }
    }
}
