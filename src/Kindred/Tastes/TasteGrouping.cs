using System.Numerics.Tensors;

namespace Kindred.Tastes;

/// <summary>Groups what somebody likes into tastes, by Ward's method.</summary>
internal static class TasteGrouping
{
    /// <summary>
    /// Likes that take part; of more, those that weigh most. Grouping is quadratic, and what somebody liked two thousand likes ago says
    /// little.
    /// </summary>
    public const int MostLikes = 2000;

    /// <summary>Groups likes into tastes: for each its taste, from 0.</summary>
    public static int[] Group(IReadOnlyList<float[]> likes)
    {
        var scale = Math.Max(MeanSquaredLength(likes), float.Epsilon);
        var merges = WardClustering.Build(likes);
        return WardClustering.Cut(merges, 1 + merges.Count(merge => merge.Height > PriceOfATaste(likes.Count) * scale));
    }

    /// <summary>
    /// The number of tastes for which the sum of squared distances from their means, plus a price for every taste, is least. A space
    /// puts what has nothing in common at right angles, where the union of two single likes adds 1 to that sum: a price of about 1 keeps
    /// them apart. It grows with the number of likes, since that of chance groupings does.
    /// </summary>
    private static double PriceOfATaste(int likes) => 0.9 + (0.1 * Math.Log(likes));

    /// <summary>1 for the cosine; for the Euclidean distance, what takes the place of 1.</summary>
    private static float MeanSquaredLength(IReadOnlyList<float[]> likes) =>
        likes.Average(like => TensorPrimitives.SumOfSquares<float>(like));
}
