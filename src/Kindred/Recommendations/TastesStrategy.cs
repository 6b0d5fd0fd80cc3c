using System.Numerics.Tensors;

namespace Kindred.Recommendations;

/// <summary>
/// Plans <see cref="Strategy.Tastes"/>: likes grouped by Ward's method, as PinnerSage does (Pal, Eksombatchai, Zhou, Zhao, Rosenberg and
/// Leskovec, "PinnerSage: Multi-Modal User Embedding Framework for Recommendations at Pinterest", KDD 2020, arXiv 2007.03634).
/// </summary>
/// <remarks>
/// PinnerSage searches from a taste's medoid, whose neighbors it has at hand. Here every search is exact, and the weighted mean finds more
/// of what is liked next; the medoid stands for the taste where people look.
/// </remarks>
internal static class TastesStrategy
{
    /// <summary>
    /// Likes that take part; of more, those that weigh most. Grouping is quadratic, and what somebody liked two thousand likes ago says little.
    /// </summary>
    public const int MostLikes = 2000;

    /// <summary>
    /// How far a taste leans towards all likes together. A few likes say little about where their taste lies, and the others are the best
    /// guess there is. Grouping a single taste too finely then costs little.
    /// </summary>
    private const float Lean = 0.4f;

    /// <summary>
    /// The number of tastes for which the sum of squared distances from their means, plus a price for every taste, is least. A space puts what
    /// has nothing in common at right angles, where the union of two single likes adds 1 to that sum: a price of about 1 keeps
    /// them apart. It grows with the number of likes, since that of chance groupings does.
    /// </summary>
    private static double PriceOfATaste(int likes) => 0.9 + (0.1 * Math.Log(likes));

    /// <summary>One search for every taste, most important first.</summary>
    /// <param name="likes">At least one embedding; of length 1 where the metric is the cosine.</param>
    /// <param name="weights">What each like counts.</param>
    public static TasteQuery[] Plan(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights)
    {
        int[] chosen = [.. Enumerable.Range(0, likes.Count)];
        if (likes.Count > MostLikes)
            chosen = [.. chosen.OrderByDescending(like => weights[like]).Take(MostLikes).Order()];

        var tastes = Group([.. chosen.Select(like => likes[like])]);
        var all = WeightedPoints.Mean(likes, weights, chosen);
        return
        [
            .. chosen.Zip(tastes)
                .GroupBy(pair => pair.Second, pair => pair.First)
                .Select(group => Query(likes, weights, [.. group], all))
                .OrderByDescending(query => query.Importance).ThenBy(query => query.Members[0]),
        ];
    }

    /// <summary>Groups likes into tastes: for each its taste, from 0.</summary>
    public static int[] Group(IReadOnlyList<float[]> likes)
    {
        var scale = Math.Max(MeanSquaredLength(likes), float.Epsilon);
        var merges = WardClustering.Build(likes);
        return WardClustering.Cut(merges, 1 + merges.Count(merge => merge.Height > PriceOfATaste(likes.Count) * scale));
    }

    private static TasteQuery Query(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, int[] members, float[] all)
    {
        var point = WeightedPoints.Mean(likes, weights, members);
        TensorPrimitives.Lerp(point, all, Lean, point);
        return new TasteQuery(point, members, WeightedPoints.Medoid(likes, weights, members), members.Sum(member => weights[member]));
    }

    /// <summary>1 for the cosine; for the Euclidean distance, what takes the place of 1.</summary>
    private static float MeanSquaredLength(IReadOnlyList<float[]> likes) => likes.Average(like => TensorPrimitives.SumOfSquares<float>(like));
}
