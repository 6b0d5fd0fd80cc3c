using Kindred.Recommendations.Lists;
using Kindred.Recommendations.Strategies;
using Kindred.Search;

namespace Kindred.Tests.Recommendations.Lists;

public sealed class ListSelectionTests : IDisposable
{
    private static readonly int[] NoCopies = [.. Enumerable.Range(0, 10)];

    private readonly FlatIndex _index = new(2, Metric.Cosine);

    public ListSelectionTests()
    {
        // Ten images on a quarter of a circle.
        for (var i = 0; i < 10; i++)
            _index.Add([MathF.Cos(i * MathF.PI / 18), MathF.Sin(i * MathF.PI / 18)]);
    }

    public void Dispose() => _index.Dispose();

    // By hand: claims 3/1, then 1/1 and 3/3 (the first lane wins the tie), 1/1, 3/5 and 1/3, 3/7 and 1/3.
    [Fact]
    public void Choose_Lanes_TakeTurnsByTheirShares() =>
        Assert.Equal([0, 1, 5, 2, 3], Ids(0, 5, Lane(3, (0, 0.9f), (1, 0.8f), (2, 0.7f), (3, 0.6f)), Lane(1, (5, 0.5f), (6, 0.4f))));

    [Fact]
    public void Choose_LaneThatHasNothingFitting_WaitsForTheOthers() =>
        Assert.Equal([5, 6, 0], Ids(0, 3, Lane(9, (0, -0.1f)), Lane(1, (5, 0.5f), (6, 0.4f))));

    [Fact]
    public void Choose_ImageInTwoLanes_IsTakenOnce() =>
        Assert.Equal([4, 5], Ids(0, 5, Lane(1, (4, 0.9f)), Lane(1, (4, 0.8f), (5, 0.1f))));

    // By hand, at a half: after image 0, image 1 is worth (0.8 − cos 10°)/2 = −0.09 and image 3 (0.75 − cos 30°)/2 = −0.06.
    [Fact]
    public void Choose_Diversity_WeighsScoreAgainstLikeness()
    {
        var lane = Lane(1, (0, 0.9f), (1, 0.8f), (3, 0.75f));

        Assert.Equal([0, 3], Ids(0.5, 2, lane));
        Assert.Equal([0, 1], Ids(0, 2, lane));
    }

    [Fact]
    public void Penalty_NearestDislike_TakesOffWhatItIsNear()
    {
        var penalty = new DislikePenalty(_index, [[0, 1], [-1, 0]]);

        Assert.Equal((0f, -1), penalty.For(0)); // At right angles to one, opposite the other.
        var (amount, dislike) = penalty.For(9);
        Assert.Equal(0, dislike);
        Assert.True(amount > 1);
        Assert.True(penalty.For(6).Amount > penalty.For(3).Amount);
    }

    private static Lane Lane(double importance, params (int Id, float Score)[] candidates) =>
        new(importance, [.. candidates.Select(candidate => new Candidate(candidate.Id, candidate.Score, 0, -1))]);

    private int[] Ids(double diversity, int count, params Lane[] lanes) =>
        [.. new ListSelection(_index, NoCopies, diversity).Choose(lanes, count).Select(candidate => candidate.Id)];
}
