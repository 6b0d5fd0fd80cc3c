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

    /// <summary>Groups likes into tastes: two groups are apart where uniting them costs more than a price.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    /// <param name="price">
    /// What a union may add to the sum of squared distances from the means. For two single likes of length 1 that is one less their cosine.
    /// </param>
    /// <returns>For each like its taste, from 0.</returns>
    public static int[] Group(IReadOnlyList<float[]> likes, double price)
    {
        var merges = WardClustering.Build(likes);
        return WardClustering.Cut(merges, 1 + merges.Count(merge => merge.Height > price));
    }

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
}
