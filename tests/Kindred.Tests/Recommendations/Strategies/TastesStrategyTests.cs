using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Tastes;

namespace Kindred.Tests.Recommendations.Strategies;

public sealed class TastesStrategyTests
{
    private static readonly float[] East = [1, 0, 0], North = [0, 1, 0], NearEast = [0.9f, 0.1f, 0.3f], NearNorth = [0.1f, 0.9f, 0.3f];

    [Fact]
    public void Group_TwoKinds_AreTwoTastes() =>
        Assert.Equal([0, 1, 0, 1], TasteGrouping.Group([East, North, NearEast, NearNorth], price: 0.9));

    [Fact]
    public void Group_OneKind_IsOneTaste() => Assert.Equal([0, 0, 0], TasteGrouping.Group([East, NearEast, East], price: 0.9));

    [Fact]
    public void Plan_WeightyTaste_ComesFirst()
    {
        var plan = Plan([East, North], [1, 3]);

        Assert.Equal([1, 0], plan.Select(query => query.Medoid));
        Assert.Equal([3.0, 1.0], plan.Select(query => query.Importance));
    }

    [Fact]
    public void Plan_Taste_IsHeadedByTheLikeInItsMiddle()
    {
        var plan = Plan([[1, 0.02f, 0], [1, 0, 0], [1, -0.02f, 0]], [1, 1, 1]);

        Assert.Equal(1, Assert.Single(plan).Medoid);
    }

    [Fact]
    public void Plan_MoreLikesThanTakePart_LeavesOutTheLightest()
    {
        var likes = Enumerable.Repeat(East, TasteGrouping.MostLikes).Append(North).ToArray();
        double[] weights = [.. Enumerable.Repeat(1.0, TasteGrouping.MostLikes), 0.5];

        Assert.Equal(TasteGrouping.MostLikes, Assert.Single(Plan(likes, weights)).Members.Length);
    }

    // At right angles nothing pulls a taste into another: each searches from its own like.
    [Fact]
    public void Plan_TastesThatShareNothing_DoNotLeanToEachOther()
    {
        var plan = Plan([East, North], [1, 1]);

        Assert.Equal([East, North], plan.Select(query => query.Point));
    }

    // The paper's rate of 0.01 a day: exp(-0.01 * 69.3) is a half.
    [Fact]
    public void Importance_OlderLikes_CountLess()
    {
        using var gallery = new SmallGallery(labels: 1, imagesPerLabel: 2);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var image = gallery.Query(0);

        double[] importance = Importance.Of(
            [new(image, 2, now), new(image, 2, now.AddDays(-69.3)), new(image, 2, now.AddYears(-5000 / 365))]);

        Assert.Equal(2, importance[0], 1e-9);
        Assert.Equal(1, importance[1], 1e-3);
        Assert.InRange(importance[2], double.Epsilon, 1e-3);
    }

    /// <summary>In a gallery of points all over the sphere.</summary>
    private static TasteQuery[] Plan(float[][] likes, double[] weights, params KeptTaste?[] kept)
    {
        Array.Resize(ref kept, likes.Length);
        var random = new Random(1);
        using var index = new FlatIndex(3, Metric.Cosine);
        for (var i = 0; i < 500; i++)
            index.Add([random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f]);
        using var sample = new GallerySample(index.Count, id => index[id].ToArray());
        return TastesStrategy.Plan(likes, weights, kept, sample);
    }
}
