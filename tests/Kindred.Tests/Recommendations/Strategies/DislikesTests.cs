using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Tastes;

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
        var dislikes = Of([At(0), At(180)], At(60));

        Assert.Null(dislikes.Judge(4, [0], dislikes.SharedWith(At(0)))); // 20° from the dislike, 40° from the like.
        Assert.NotNull(dislikes.Judge(2, [0], dislikes.SharedWith(At(0)))); // 40° and 20°.
        Assert.NotNull(dislikes.Judge(13, [0], dislikes.SharedWith(At(0)))); // 70°, and 50° from the other like.
    }

    // It has more in common with the dislike than the taste has; so has half of what anybody likes.
    [Fact]
    public void Judge_OneDislike_LowersNothing() =>
        Assert.Equal((0f, -1), Judge(2, Of([At(0)], At(60))));

    // Beyond the half of the gallery that is nearer, one dislike says nothing about another.
    [Theory]
    [InlineData(160)]
    [InlineData(240)]
    public void Judge_DislikesOfUnlikeThings_LowerNothing(double other) =>
        Assert.Equal((0f, -1), Judge(2, Of([At(0)], At(60), At(other))));

    // The taste at 0° has cos 70° in common with the second dislike. An image at 20° has cos 50°: the difference counts, twice.
    [Fact]
    public void Judge_DislikesThatAgree_TakeOffWhatIsBeyondTheTaste()
    {
        var (amount, dislike) = Judge(2, Of([At(0)], At(60), At(70)))!.Value;

        Assert.Equal(2 * (Cos(50) - Cos(70)), amount, 1e-5);
        Assert.Equal(1, dislike);
    }

    // Less like the dislikes than the taste is: nothing is taken off, and nothing is given for being unlike them.
    [Fact]
    public void Judge_LessInCommonThanTheTaste_LosesNothing() =>
        Assert.Equal((0f, -1), Judge(34, Of([At(0)], At(60), At(70))));

    [Fact]
    public void Judge_NoDislikes_LosesNothing() => Assert.Equal((0f, -1), Judge(18, Of([At(0)])));

    private static (float Amount, int Dislike)? Judge(int image, Dislikes dislikes) =>
        dislikes.Judge(image, [0], dislikes.SharedWith(At(0)));

    private Dislikes Of(float[][] likes, params float[][] dislikes) =>
        new(_index, likes, dislikes, new(() => new GallerySample(_index.Count, image => _index[image].ToArray())));

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);

    private static float[] At(double degrees) => [(float)Cos(degrees), (float)Cos(degrees - 90)];
}
