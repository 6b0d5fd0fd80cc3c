using Kindred.Recommendations.Strategies;
using Kindred.Tastes;

namespace Kindred.Tests.Recommendations.Strategies;

public sealed class TastesStrategyTests
{
    private static readonly float[] East = [1, 0, 0], North = [0, 1, 0], NearEast = [0.9f, 0.1f, 0.3f], NearNorth = [0.1f, 0.9f, 0.3f];

    [Fact]
    public void Group_TwoKinds_AreTwoTastes() => Assert.Equal([0, 1, 0, 1], TasteGrouping.Group([East, North, NearEast, NearNorth]));

    [Fact]
    public void Group_OneKind_IsOneTaste() => Assert.Equal([0, 0, 0], TasteGrouping.Group([East, NearEast, East]));

    [Fact]
    public void Plan_WeightyTaste_ComesFirst()
    {
        var plan = TastesStrategy.Plan([East, North], [1, 3]);

        Assert.Equal([1, 0], plan.Select(query => query.Medoid));
        Assert.Equal([3.0, 1.0], plan.Select(query => query.Importance));
    }

    [Fact]
    public void Plan_Taste_IsHeadedByTheLikeInItsMiddle()
    {
        var plan = TastesStrategy.Plan([[1, 0.2f, 0], [1, 0, 0], [1, -0.2f, 0]], [1, 1, 1]);

        Assert.Equal(1, Assert.Single(plan).Medoid);
    }

    [Fact]
    public void Plan_MoreLikesThanTakePart_LeavesOutTheLightest()
    {
        var likes = Enumerable.Repeat(East, TasteGrouping.MostLikes).Append(North).ToArray();
        double[] weights = [.. Enumerable.Repeat(1.0, TasteGrouping.MostLikes), 0.5];

        Assert.Equal(TasteGrouping.MostLikes, Assert.Single(TastesStrategy.Plan(likes, weights)).Members.Length);
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
}
