using System.Numerics.Tensors;
using Kindred.Tastes;

namespace Kindred.Recommendations.Strategies;

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
    /// How far a taste leans towards all likes together. A few likes say little about where their taste lies, and the others are the best
    /// guess there is. Grouping a single taste too finely then costs little.
    /// </summary>
    private const float Lean = 0.4f;

    /// <summary>One search for every taste, most important first.</summary>
    /// <param name="likes">At least one embedding; of length 1 where the metric is the cosine.</param>
    /// <param name="weights">The weight of each like.</param>
    public static TasteQuery[] Plan(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights)
    {
        int[] chosen = [.. Enumerable.Range(0, likes.Count)];
        if (likes.Count > TasteGrouping.MostLikes)
            chosen = [.. chosen.OrderByDescending(like => weights[like]).Take(TasteGrouping.MostLikes).Order()];

        var tastes = TasteGrouping.Group([.. chosen.Select(like => likes[like])]);
        var all = WeightedPoints.Mean(likes, weights, chosen);
        return
        [
            .. chosen.Zip(tastes)
                .GroupBy(pair => pair.Second, pair => pair.First)
                .Select(group => Query(likes, weights, [.. group], all))
                .OrderByDescending(query => query.Importance).ThenBy(query => query.Members[0]),
        ];
    }

    private static TasteQuery Query(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, int[] members, float[] all)
    {
        var point = WeightedPoints.Mean(likes, weights, members);
        TensorPrimitives.Lerp(point, all, Lean, point);
        return new TasteQuery(point, members, WeightedPoints.Medoid(likes, weights, members), members.Sum(member => weights[member]));
    }
}
