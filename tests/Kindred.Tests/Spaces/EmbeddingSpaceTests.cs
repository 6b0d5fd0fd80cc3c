using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class EmbeddingSpaceTests
{
    [Fact]
    public void BackProject_WithAxes_IsTheirSumWeightedByTheDirection()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 9, mean: [7, 7, 7], axes: [1, 0, 2, 0, 3, 1]);

        Assert.Equal([2, -3, 3], space.BackProject([2, -1]));
    }

    [Fact]
    public void BackProject_WithoutAxes_IsTheDirection()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 9, mean: [7, 7, 7], axes: []);

        Assert.Equal([1, 2, 3], space.BackProject([1, 2, 3]));
    }

    [Fact]
    public void BackProject_OtherLength_Throws()
    {
        using var space = EmbeddingSpace.Identity(3);

        Assert.Throws<ArgumentException>(() => space.BackProject([1, 2]));
    }
}
