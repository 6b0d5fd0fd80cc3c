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
    /// How far a taste leans towards the other likes that are near it, each by how near it is. A few likes say little about where their
    /// taste lies, and what is like them is the best guess there is. What is unlike them has no say: no taste is pulled into another.
    /// </summary>
    private const float Lean = 0.6f;

    /// <summary>One search for every taste, most important first.</summary>
    /// <param name="likes">At least one embedding; of length 1 where the metric is the cosine.</param>
    /// <param name="weights">What each like counts.</param>
    /// <param name="gallery">What is near and what is far in the gallery.</param>
    public static TasteQuery[] Plan(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, GallerySample gallery)
    {
        int[] chosen = [.. Enumerable.Range(0, likes.Count)];
        if (likes.Count > TasteGrouping.MostLikes)
            chosen = [.. chosen.OrderByDescending(like => weights[like]).Take(TasteGrouping.MostLikes).Order()];

        float[][] embeddings = [.. chosen.Select(like => likes[like])];
        var tastes = TasteGrouping.Group(embeddings, gallery.PriceOf(embeddings));
        return
        [
            .. chosen.Zip(tastes)
                .GroupBy(pair => pair.Second, pair => pair.First)
                .Select(group => Query(likes, weights, [.. group], chosen))
                .OrderByDescending(query => query.Importance).ThenBy(query => query.Members[0]),
        ];
    }

    private static TasteQuery Query(IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, int[] members, int[] chosen)
    {
        var point = WeightedPoints.Mean(likes, weights, members);
        var near = new double[likes.Count];
        foreach (var like in chosen)
            near[like] = weights[like] * Math.Max(0, TensorPrimitives.CosineSimilarity<float>(point, likes[like]));
        if (near.Sum() > 0)
            TensorPrimitives.Lerp(point, WeightedPoints.Mean(likes, near, chosen), Lean, point);
        return new TasteQuery(
            point, members, WeightedPoints.Medoid(likes, weights, members), members.Sum(member => weights[member]));
    }
}
