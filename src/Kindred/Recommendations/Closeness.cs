using System.Numerics.Tensors;
using Kindred.Search;

namespace Kindred.Recommendations;

/// <summary>Scores of pairs, larger is nearer; see <see cref="Metric"/>.</summary>
internal static class Closeness
{
    /// <summary>
    /// The score of an image of the index with an embedding in its space, which has length 1 where the metric is the cosine.
    /// </summary>
    public static float Between(NeighborIndex index, int image, ReadOnlySpan<float> other) =>
        Between(index.Metric, index[image], other) / index.Scale;

    /// <summary>The score of what a search has found.</summary>
    public static float Of(NeighborIndex index, Neighbor found) => found.Score(index.Metric) / index.Scale;

    /// <summary>The score of two embeddings in a space, which have length 1 where the metric is the cosine.</summary>
    public static float Between(Metric metric, ReadOnlySpan<float> one, ReadOnlySpan<float> other) => metric == Metric.Cosine
        ? TensorPrimitives.Dot(one, other)
        : 1 / (1 + TensorPrimitives.Distance(one, other));
}
