using System.Numerics.Tensors;
using Kindred.Search.Hnsw;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>Searches the vectors of a set, by their codes where there are codes.</summary>
/// <param name="vectors">The exact vectors.</param>
/// <param name="codes">Their codes, or <see langword="null"/>.</param>
internal readonly unsafe struct SubsetSearch(VectorTable vectors, CodeTable? codes)
{
    /// <summary>Finds the nearest of a set to a query.</summary>
    /// <param name="queries">Padded rows; of length 1 where the metric is the cosine.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="k">How many.</param>
    /// <param name="within">The set.</param>
    /// <param name="count">Ids are below this.</param>
    /// <param name="include">Which of them may be found; all where <see langword="null"/>.</param>
    public Neighbor[] Search(AlignedMatrix queries, int row, int k, IdSet within, int count, Func<int, bool>? include)
    {
        var query = queries.RowPointer(row);
        var halfSquare = TensorPrimitives.SumOfSquares(new ReadOnlySpan<float>(query, vectors.Dimensions)) / 2;
        int Capacity(long wanted) => (int)Math.Min(wanted, Math.Max(1, within.Count));
        if (codes is null)
        {
            var distance = new ExactDistance(vectors, query, vectors.Metric == Metric.Cosine ? 0.5f : halfSquare);
            var found = SubsetScan.Search(distance, Capacity((long)k + FlatScan.Slack), within, count, include);
            return ExactRanking.Nearest(vectors, query, found, k, sparing: false);
        }

        using var encoded = new EncodedQuery(vectors.Dimensions);
        codes.Quantizer.EncodeQuery(queries[row], encoded);
        var likely = SubsetScan.Search(
            new CodeDistance(codes, encoded, halfSquare),
            Capacity(((long)k * QuantizedScan.Oversampling) + QuantizedScan.Slack), within, count, include);
        return ExactRanking.Nearest(vectors, query, likely, k, sparing: true);
    }
}
