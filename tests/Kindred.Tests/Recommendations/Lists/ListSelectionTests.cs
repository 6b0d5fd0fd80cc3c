using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations.Lists;
using Kindred.Recommendations.Strategies;
using Kindred.Search;

namespace Kindred.Tests.Recommendations.Lists;

public sealed class ListSelectionTests : IDisposable
{
    private static readonly Image[] Images =
    [
        .. Enumerable.Range(0, 10).Select(i => new Image(
            new ImageId(i + 1), "/gallery", $"{i}.jpg", ContentHash.Of([(byte)i]), 1, DateTime.UnixEpoch, 100, 100)),
    ];

    private static readonly VariantGraph NoCopies = new(Images, new NearDuplicateGroups(Images, []));

    private readonly FlatIndex _index = new(2, Metric.Cosine);

    public ListSelectionTests()
    {
        // Ten images on a quarter of a circle.
        for (var i = 0; i < 10; i++)
            _index.Add([MathF.Cos(i * MathF.PI / 18), MathF.Sin(i * MathF.PI / 18)]);
    }

    public void Dispose() => _index.Dispose();

    // By hand: one place each, then claims 3/3 and 1/3, 3/5 and 1/3, 3/7 and 1/3.
    [Fact]
    public void Choose_Lanes_TakeTurnsByTheirShares() =>
        Assert.Equal([0, 5, 1, 2, 3], Ids(0, 5, Lane(3, (0, 0.9f), (1, 0.8f), (2, 0.7f), (3, 0.6f)), Lane(1, (5, 0.5f), (6, 0.4f))));

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

    // Every lane has its first place, the lighter one too, before the heavy one has a second.
    [Fact]
    public void Choose_LanesOfUnlikeWeight_EachHasOnePlaceFirst() =>
        Assert.Equal([0, 5, 1, 2], Ids(0, 4, Lane(20, (0, 0.9f), (1, 0.8f), (2, 0.7f)), Lane(1, (5, 0.1f), (6, 0.1f))));

    [Fact]
    public void Choose_MoreLanesThanPlaces_FollowsTheirTurns()
    {
        Lane[] lanes = [Lane(3, (0, 0.9f)), Lane(2, (1, 0.9f)) with { Turn = 2 }, Lane(1, (2, 0.9f)) with { Turn = 1 }];

        Assert.Equal([0, 2], Ids(0, 2, lanes));
    }

    // What a dislike has lowered below nothing is still the taste's: its place goes to no other taste.
    [Fact]
    public void Choose_LaneThatADislikeLowered_KeepsItsPlaces()
    {
        var lowered = new Lane(1, 0, [new Candidate(0, -0.3f, 0, 0, 0.6f), new Candidate(1, -0.4f, 0, 0, 0.5f)]);

        Assert.Equal([0, 5, 1, 6], Ids(0, 4, lowered, Lane(1, (5, 0.9f), (6, 0.8f), (7, 0.7f)) with { Turn = 1 }));
    }

    private static Lane Lane(double importance, params (int Id, float Score)[] candidates) =>
        new(
            importance, Turn: 0,
            [.. candidates.Select(candidate => new Candidate(candidate.Id, candidate.Score, 0, -1, candidate.Score))]);

    private int[] Ids(double diversity, int count, params Lane[] lanes) =>
    [
        .. new ListSelection(_index, id => _index[id].ToArray(), new TakenPlaces(NoCopies, default), diversity).Choose(lanes, count)
            .Select(candidate => candidate.Id),
    ];
}
