using Kindred.Recommendations.Strategies;

namespace Kindred.Tests.Recommendations.Strategies;

public sealed class AverageStrategyTests
{
    [Fact]
    public void Plan_LikesAlone_SearchesFromTheirMean() =>
        Assert.Equal([2f, 3f], AverageStrategy.Plan([[1, 2], [3, 4]], [1, 1], []).Point);

    [Fact]
    public void Plan_WithDislikes_SearchesFromTwiceTheLikesLessTheDislikes() =>
        Assert.Equal([4f - 1f, 6f - 5f], AverageStrategy.Plan([[1, 2], [3, 4]], [1, 1], [[0, 6], [2, 4]]).Point);

    [Fact]
    public void Plan_Weights_DrawTheMeanTowardsThem() =>
        Assert.Equal([2.5f, 3.5f], AverageStrategy.Plan([[1, 2], [3, 4]], [1, 3], []).Point);
}
