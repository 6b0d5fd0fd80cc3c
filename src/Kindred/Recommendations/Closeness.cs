using System.Numerics.Tensors;
using Kindred.Search;

namespace Kindred.Recommendations;

/// <summary>Scores of pairs, larger is nearer; see <see cref="Metric"/>.</summary>
internal static class Closeness
{
    /// <summary>
    /// The score of an image of the index with an embedding in its space, which has length 1 where the metric is the cosine.
    /// </summary>
    public static float Between(NeighborIndex index, int image, ReadOnlySpan<float> other) => index.Metric == Metric.Cosine
        ? TensorPrimitives.Dot(index[image], other)
        : 1 / (1 + TensorPrimitives.Distance(index[image], other));
}
