using Kindred.Recommendations;

namespace Kindred.Tests.Recommendations;

public sealed class AverageStrategyTests
{
    [Fact]
    public void Query_LikesAlone_IsTheirMean() =>
        Assert.Equal([2f, 3f], AverageStrategy.Query([[1, 2], [3, 4]], []));

    [Fact]
    public void Query_WithDislikes_IsTwiceTheLikesLessTheDislikes() =>
        Assert.Equal([4f - 1f, 6f - 5f], AverageStrategy.Query([[1, 2], [3, 4]], [[0, 6], [2, 4]]));

    [Fact]
    public void Query_NoLikes_Throws() => Assert.Throws<ArgumentException>(() => AverageStrategy.Query([], [[1]]));
}
