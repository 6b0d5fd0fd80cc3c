using System.Numerics.Tensors;

namespace Kindred.Tastes;

/// <summary>Embeddings with what each counts.</summary>
internal static class WeightedPoints
{
    /// <summary>The weighted mean of some of the points.</summary>
    public static float[] Mean(IReadOnlyList<float[]> points, IReadOnlyList<double> weights, IEnumerable<int> members)
    {
        var mean = new float[points[0].Length];
        var total = 0.0;
        foreach (var member in members)
        {
            TensorPrimitives.MultiplyAdd(points[member], (float)weights[member], mean, mean);
            total += weights[member];
        }

        TensorPrimitives.Divide(mean, (float)total, mean);
        return mean;
    }

    /// <summary>
    /// The member with the least weighted sum of squared distances to the others, ties by order. That is the one nearest to their mean.
    /// </summary>
    public static int Medoid(IReadOnlyList<float[]> points, IReadOnlyList<double> weights, IReadOnlyList<int> members)
    {
        var mean = Mean(points, weights, members);
        return members.MinBy(member => TensorPrimitives.Distance<float>(points[member], mean));
    }
}
