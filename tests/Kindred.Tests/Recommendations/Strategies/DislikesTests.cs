using Kindred.Recommendations.Strategies;
using Kindred.Search;

namespace Kindred.Tests.Recommendations.Strategies;

/// <summary>In the plane, where closeness is the cosine of an angle: image i lies at 10·i degrees.</summary>
public sealed class DislikesTests : IDisposable
{
    private readonly FlatIndex _index = new(2, Metric.Cosine);

    public DislikesTests()
    {
        for (var image = 0; image < 36; image++)
            _index.Add(At(10 * image));
    }

    public void Dispose() => _index.Dispose();

    [Fact]
    public void Judge_NearerToTheDislike_IsTakenAway()
    {
        var dislikes = new Dislikes(_index, [At(0), At(180)], [At(60)]);

        Assert.Null(dislikes.Judge(4, [0], dislikes.SharedWith(At(0)))); // 20° from the dislike, 40° from the like.
        Assert.NotNull(dislikes.Judge(2, [0], dislikes.SharedWith(At(0)))); // 40° and 20°.
        Assert.NotNull(dislikes.Judge(13, [0], dislikes.SharedWith(At(0)))); // 70°, and 50° from the other like.
    }

    // The taste at 0° has cos 60° in common with the dislike. An image at 20° has cos 40°: the difference counts, twice.
    [Fact]
    public void Judge_MoreInCommonThanTheTaste_LosesTheDifference()
    {
        var dislikes = new Dislikes(_index, [At(0)], [At(60)]);

        var (amount, dislike) = dislikes.Judge(2, [0], dislikes.SharedWith(At(0)))!.Value;

        Assert.Equal(2 * (Cos(40) - Cos(60)), amount, 1e-5);
        Assert.Equal(0, dislike);
    }

    // Less like the dislike than the taste is: nothing is taken off, and nothing is given for being unlike it.
    [Fact]
    public void Judge_LessInCommonThanTheTaste_LosesNothing()
    {
        var dislikes = new Dislikes(_index, [At(0)], [At(60)]);

        Assert.Equal((0f, -1), dislikes.Judge(34, [0], dislikes.SharedWith(At(0))));
    }

    [Fact]
    public void Judge_NoDislikes_LosesNothing() =>
        Assert.Equal((0f, -1), new Dislikes(_index, [At(0)], []).Judge(18, [0], []));

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);

    private static float[] At(double degrees) => [(float)Cos(degrees), (float)Cos(degrees - 90)];
}
