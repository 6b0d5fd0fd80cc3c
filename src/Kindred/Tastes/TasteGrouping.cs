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

    /// <summary>The number of a like that is in no kept taste.</summary>
    public const int NotKept = -1;

    /// <summary>Groups likes into tastes: two groups are apart where uniting them costs more than a price.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    /// <param name="price">
    /// What a union may add to the sum of squared distances from the means. For two single likes of length 1 that is one less their cosine.
    /// </param>
    /// <returns>For each like its taste, from 0.</returns>
    public static int[] Group(IReadOnlyList<float[]> likes, double price) => Group(likes, [.. likes.Select(_ => NotKept)], price);

    /// <summary>
    /// Groups likes into tastes around those that are kept: these begin whole, never come apart, and never become one with one another.
    /// Every other like joins what it would join by Ward's method, be that a kept taste or not.
    /// </summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    /// <param name="kept">For each like a number that it shares with the likes of its kept taste; <see cref="NotKept"/> for none.</param>
    /// <param name="price">As above.</param>
    /// <returns>For each like its taste, numbered from 0 in the order of their first likes.</returns>
    public static int[] Group(IReadOnlyList<float[]> likes, IReadOnlyList<int> kept, double price)
    {
        // What Ward's method begins with: the kept tastes, and every other like alone.
        var clusters = Enumerable.Range(0, likes.Count)
            .GroupBy(like => (IsKept: kept[like] != NotKept, Number: kept[like] == NotKept ? like : kept[like]))
            .Select(members => (members.Key.IsKept, Members: members.ToArray()))
            .ToArray();
        var merges = WardClustering.Build(
        [
            .. clusters.Select(
                cluster => new WardClustering.Cluster(Mean(likes, cluster.Members), cluster.Members.Length, cluster.IsKept)),
        ]);
        var cut = WardClustering.Cut(merges, clusters.Length, clusters.Length - merges.Count(merge => merge.Height <= price));
        var tastes = new int[likes.Count];
        foreach (var (cluster, taste) in clusters.Zip(cut))
        {
            foreach (var like in cluster.Members)
                tastes[like] = taste;
        }

        return tastes;
    }

    /// <summary>Splits the likes of one taste in two, where Ward's method unites them last.</summary>
    /// <param name="likes">At least two embeddings, all of one length.</param>
    /// <returns>For each like 0 or 1; the first is 0.</returns>
    public static int[] Split(IReadOnlyList<float[]> likes) => WardClustering.Cut(WardClustering.Build(likes), likes.Count, clusters: 2);

    /// <summary>
    /// A price for likes of which no gallery is known. What has nothing in common is at right angles, where the union of two single likes
    /// costs 1; the price grows with the number of likes, since the cost of chance groupings does.
    /// </summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    public static double PriceWithoutGallery(IReadOnlyList<float[]> likes)
    {
        var scale = Math.Max(likes.Average(like => TensorPrimitives.SumOfSquares<float>(like)), float.Epsilon);
        return (0.9 + (0.1 * Math.Log(likes.Count))) * scale;
    }

    private static float[] Mean(IReadOnlyList<float[]> likes, int[] members) => members is [var only]
        ? likes[only]
        : WeightedPoints.Mean(likes, [.. likes.Select(_ => 1.0)], members);
}
