using Kindred.Tastes;

namespace Kindred.Tests.Tastes;

public sealed class WardClusteringTests
{
    private static readonly float[][] Points =
        [[0, 0], [1, 0], [0, 1.5f], [8, 8], [9, 8], [8, 9.2f], [20, 0], [4, 4.5f]];

    // Golden: scipy 1.10, linkage(points, 'ward'); its height is the root of twice what a union adds.
    [Fact]
    public void Build_EightPoints_HasTheHeightsOfScipy()
    {
        double[] expected = [0.5, 0.5, 1.126667, 1.666667, 22.083333, 155.003333, 246.08];

        var merges = WardClustering.Build(Points);

        Assert.All(expected.Zip(merges), pair => Assert.Equal(pair.First, pair.Second.Height, 1e-3));
        Assert.Equal(expected.Length, merges.Length);
    }

    // Golden: scipy's fcluster(…, 'maxclust'), its clusters numbered by their first points.
    [Theory]
    [InlineData(1, new[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(2, new[] { 0, 0, 0, 1, 1, 1, 1, 0 })]
    [InlineData(3, new[] { 0, 0, 0, 1, 1, 1, 2, 0 })]
    [InlineData(4, new[] { 0, 0, 0, 1, 1, 1, 2, 3 })]
    [InlineData(5, new[] { 0, 0, 1, 2, 2, 2, 3, 4 })]
    [InlineData(8, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void Cut_EightPoints_GroupsAsScipyDoes(int clusters, int[] expected) =>
        Assert.Equal(expected, WardClustering.Cut(WardClustering.Build(Points), Points.Length, clusters));

    [Fact]
    public void Build_OnePoint_HasNoMerges() => Assert.Empty(WardClustering.Build([[1, 2]]));

    [Fact]
    public void Build_EqualPoints_MergesThemAll() =>
        Assert.Equal(9, WardClustering.Build([.. Enumerable.Repeat<float[]>([1, 2], 10)]).Length);
}
