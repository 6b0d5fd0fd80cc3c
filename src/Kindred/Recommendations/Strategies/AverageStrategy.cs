using System.Numerics.Tensors;
using Kindred.Tastes;

namespace Kindred.Recommendations.Strategies;

/// <summary>Plans <see cref="Strategy.Average"/>.</summary>
internal static class AverageStrategy
{
    /// <summary>The one search.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    /// <param name="weights">The weight of each like.</param>
    /// <param name="dislikes">May be empty; then the mean of the likes is the point, so that its length is right for any metric.</param>
    public static TasteQuery Plan(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, IReadOnlyList<float[]> dislikes)
    {
        int[] members = [.. Enumerable.Range(0, likes.Count)];
        var point = WeightedPoints.Mean(likes, weights, members);
        if (dislikes.Count > 0)
        {
            var away = WeightedPoints.Mean(dislikes, [.. dislikes.Select(_ => 1.0)], Enumerable.Range(0, dislikes.Count));
            TensorPrimitives.Multiply(point, 2, point);
            TensorPrimitives.Subtract(point, away, point);
        }

        return new TasteQuery(point, members, WeightedPoints.Medoid(likes, weights, members), weights.Sum());
    }
}
