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

    /// <summary>One search for every taste, most important first; those of muted tastes, which are not to be made, stand last.</summary>
    /// <param name="likes">At least one embedding; of length 1 where the metric is the cosine.</param>
    /// <param name="weights">What each like counts.</param>
    /// <param name="kept">The kept taste of each like; <see langword="null"/> for none.</param>
    /// <param name="gallery">What is near and what is far in the gallery.</param>
    public static TasteQuery[] Plan(
        IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, IReadOnlyList<KeptTaste?> kept, GallerySample gallery)
    {
        var groups = Group(likes, weights, kept, gallery);
        var heaviest = groups.Where(group => group.Kept is not { IsMuted: true }).Select(WeightOf).DefaultIfEmpty(1).Max();
        int[] heard = [.. groups.Where(group => group.Kept is not { IsMuted: true }).SelectMany(group => group.Members).Order()];
        return
        [
            .. groups.Select(group => Query(likes, weights, group, heard, WeightOf(group) / heaviest))
                .OrderBy(query => query.IsMuted).ThenByDescending(query => query.Importance).ThenBy(query => query.Members[0]),
        ];
    }

    private static double WeightOf((int[] Members, KeptTaste? Kept) group) => group.Kept?.Weight ?? 1;

    /// <summary>Groups the likes that take part: those of kept tastes, and of the others those that weigh most.</summary>
    private static (int[] Members, KeptTaste? Kept)[] Group(
        IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, IReadOnlyList<KeptTaste?> kept, GallerySample gallery)
    {
        int[] chosen = [.. Enumerable.Range(0, likes.Count)];
        if (likes.Count > TasteGrouping.MostLikes)
        {
            chosen =
            [
                .. chosen.OrderByDescending(like => kept[like] is not null).ThenByDescending(like => weights[like])
                    .Take(Math.Max(TasteGrouping.MostLikes, kept.Count(taste => taste is not null))).Order(),
            ];
        }

        float[][] embeddings = [.. chosen.Select(like => likes[like])];
        var numbers = kept.OfType<KeptTaste>().Distinct().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        int[] keptNumbers = [.. chosen.Select(like => kept[like] is { } taste ? numbers[taste] : TasteGrouping.NotKept)];
        var tastes = TasteGrouping.Group(embeddings, keptNumbers, gallery.PriceOf(embeddings));
        return
        [
            .. chosen.Zip(tastes).GroupBy(pair => pair.Second, pair => pair.First)
                .Select(group => (group.ToArray(), group.Select(like => kept[like]).FirstOrDefault(taste => taste is not null))),
        ];
    }

    private static TasteQuery Query(
        IReadOnlyList<float[]> likes, IReadOnlyList<double> weights, (int[] Members, KeptTaste? Kept) group, int[] heard, double weight)
    {
        var (members, kept) = group;
        var point = WeightedPoints.Mean(likes, weights, members);
        var near = new double[likes.Count];
        foreach (var like in heard)
            near[like] = weights[like] * Math.Max(0, TensorPrimitives.CosineSimilarity<float>(point, likes[like]));
        if (near.Sum() > 0)
            TensorPrimitives.Lerp(point, WeightedPoints.Mean(likes, near, heard), Lean, point);
        return new TasteQuery(
            point, members, WeightedPoints.Medoid(likes, weights, members), weight * members.Sum(member => weights[member]), kept);
    }
}
