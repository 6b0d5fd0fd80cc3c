using System.Numerics.Tensors;

namespace Kindred.Recommendations;

/// <summary>
/// One point for all that somebody chose: the mean of the likes, pushed away from the mean of the dislikes by as much again,
/// <c>2·mean(likes) − mean(dislikes)</c>. Rocchio's relevance feedback (1971) with equal weights. Costs one search.
/// </summary>
internal static class AverageStrategy
{
    /// <summary>The point to search from.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    /// <param name="dislikes">May be empty; then the mean of the likes is the point, so that its length is right for any metric.</param>
    public static float[] Query(IReadOnlyList<float[]> likes, IReadOnlyList<float[]> dislikes)
    {
        if (likes.Count == 0)
            throw new ArgumentException("At least one like is needed.", nameof(likes));

        var query = Mean(likes);
        if (dislikes.Count > 0)
        {
            TensorPrimitives.Multiply(query, 2, query);
            TensorPrimitives.Subtract(query, Mean(dislikes), query);
        }

        return query;
    }

    private static float[] Mean(IReadOnlyList<float[]> embeddings)
    {
        var mean = new float[embeddings[0].Length];
        foreach (var embedding in embeddings)
            TensorPrimitives.Add(mean, embedding, mean);
        TensorPrimitives.Divide(mean, embeddings.Count, mean);
        return mean;
    }
}
