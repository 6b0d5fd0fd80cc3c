using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Finds the pairs of contents that may be near-duplicates or variants: the nearest by raw embeddings, whatever space the library searches
/// in. A learned one brings pictures of one kind together, near-duplicates or not.
/// </summary>
internal sealed class CandidateFinder(IEmbeddingStore store)
{
    /// <summary>Nearest contents that are looked into.</summary>
    private const int Candidates = 20;

    /// <summary>Rows of the library that are compared at once, which bounds the memory.</summary>
    private const int BlockRows = 2048;

    /// <summary>
    /// Pairs of one of the contents and another one of the library whose raw embeddings are near enough to be looked into, each once.
    /// </summary>
    /// <param name="stamp">What the library is made with.</param>
    /// <param name="contents">The contents, so many as may be held in memory.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<IReadOnlyList<CandidatePair>> FindAsync(
        EmbedderStamp stamp, ContentHash[] contents, CancellationToken cancellationToken)
    {
        var embeddings = await store.ReadContentEmbeddingsAsync(contents, cancellationToken);
        ContentHash[] rows =
        [
            .. contents.Where(content => embeddings.TryGetValue(content, out var halves) && halves.Length == stamp.Dimensions),
        ];
        using var queries = new AlignedMatrix(stamp.Dimensions, rows.Length);
        foreach (var content in rows)
            TensorPrimitives.ConvertToSingle(embeddings[content], queries[queries.AddRows()]);

        var found = rows.Select(_ => new List<(ContentHash Other, float Cosine)>()).ToArray();
        var others = new List<ContentHash>(BlockRows);
        var seen = new HashSet<ContentHash>();
        var index = new FlatIndex(stamp.Dimensions, Metric.Cosine, BlockRows);
        try
        {
            await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
            {
                if (embedding.Length != stamp.Dimensions)
                {
                    throw new KindredException(
                        Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
                }

                if (!seen.Add(image.Content))
                    continue;
                var raw = new float[stamp.Dimensions];
                TensorPrimitives.ConvertToSingle(embedding.Span, raw);
                index.Add(raw);
                others.Add(image.Content);
                if (index.Count < BlockRows)
                    continue;
                Search(index, others, queries, rows, found);
                index.Dispose();
                index = new FlatIndex(stamp.Dimensions, Metric.Cosine, BlockRows);
                others.Clear();
            }

            Search(index, others, queries, rows, found);
        }
        finally
        {
            index.Dispose();
        }

        return [.. Nearest(rows, found)];
    }

    private static void Search(
        FlatIndex index, List<ContentHash> others, AlignedMatrix queries, ContentHash[] rows,
        List<(ContentHash Other, float Cosine)>[] found)
    {
        if (index.Count == 0 || queries.Rows == 0)
            return;
        // One more than is wanted: a content finds itself.
        var neighbors = index.Search(queries, Candidates + 1);
        for (var row = 0; row < rows.Length; row++)
        {
            found[row].AddRange(neighbors[row]
                .Select(neighbor => (Other: others[neighbor.Id], Cosine: neighbor.Score(Metric.Cosine)))
                .Where(pair => pair.Cosine >= NearDuplicateEvidence.LeastCosine && pair.Other != rows[row]));
        }
    }

    /// <summary>The nearest of each, every pair once.</summary>
    private static IEnumerable<CandidatePair> Nearest(ContentHash[] rows, List<(ContentHash Other, float Cosine)>[] found)
    {
        var pairs = new HashSet<(ContentHash, ContentHash)>();
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (other, cosine) in found[row].OrderByDescending(pair => pair.Cosine).Take(Candidates))
            {
                if (!pairs.Contains((other, rows[row])) && pairs.Add((rows[row], other)))
                    yield return new CandidatePair(rows[row], other, cosine);
            }
        }
    }
}
