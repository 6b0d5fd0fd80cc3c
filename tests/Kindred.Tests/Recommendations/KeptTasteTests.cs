using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Tastes;

namespace Kindred.Tests.Recommendations;

/// <summary>Lists for somebody who has set something of their tastes: of labels 0 and 1 they like three images each.</summary>
public sealed class KeptTasteTests : IDisposable
{
    private const int PerLabel = 30;

    // Every image of a label has a near-duplicate in the next one.
    private readonly SmallGallery _gallery = new(labels: 4, imagesPerLabel: PerLabel, copyGroup: image => image / 2);

    public void Dispose() => _gallery.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void Recommend_KeptAsComputedAtEqualWeights_IsTheListOfBefore(double weight)
    {
        var computed = _gallery.Gallery.Recommend(Profile());

        KeptTaste Keep(Taste taste, int i) => new(9 - i, Name: null, weight, IsMuted: false, [.. taste.Likes.Select(like => like.Content)]);
        var kept = _gallery.Gallery.Recommend(Profile([.. computed.Tastes.Select(Keep)]));

        Assert.Equal(computed.Items.Select(Line), kept.Items.Select(Line));
        Assert.Equal(computed.Tastes.Select(taste => taste.Share), kept.Tastes.Select(taste => taste.Share));
        Assert.All(computed.Tastes, taste => Assert.Null(taste.Id));
        Assert.Equal(computed.Tastes.Select((_, i) => 9L - i), kept.Tastes.Select(taste => taste.Id!.Value)); // They are kept.
    }

    // By hand: one place each, then claims 4/3 and 1/3, 4/5 and 1/3, 4/7 and 1/3, 4/9 and 1/3, 4/11 and 1/3, 4/13 and 1/3.
    [Fact]
    public void Recommend_WeightOfFour_HasAPlaceForEachFirstThenFourOfFive()
    {
        var list = _gallery.Gallery.Recommend(Profile(Kept(1, 0), Kept(2, 1) with { Weight = 4, Name = "ones" }));

        Assert.Equal(["ones", null], list.Tastes.Select(taste => taste.Name));
        Assert.Equal([0.8, 0.2], list.Tastes.Select(taste => Math.Round(taste.Share, 9)));
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 1, 0, 0], list.Items.Select(item => item.Taste));
    }

    [Theory]
    [InlineData(Strategy.Tastes)]
    [InlineData(Strategy.Best)]
    [InlineData(Strategy.Average)]
    public void Recommend_MutedTaste_IsAsIfItWereOnlySeen(Strategy strategy)
    {
        var options = new RecommendationOptions { Count = 40, Strategy = strategy };
        var onlySeen = Profile(Kept(2, 0)) with { Likes = Likes(0), Seen = [.. Likes(1).Select(like => like.Image.Content)] };

        var list = _gallery.Gallery.Recommend(Profile(Kept(1, 1) with { IsMuted = true }, Kept(2, 0)), options);

        Assert.Equal(_gallery.Gallery.Recommend(onlySeen, options).Items.Select(Line), list.Items.Select(Line));
        Assert.DoesNotContain(list.Tastes, taste => taste.IsMuted);
        int[] hidden = [.. Likes(1).Select(like => _gallery.Gallery.PositionOf(like.Image.Image!) / 2)]; // They are of the gallery.
        Assert.DoesNotContain(list.Items, item => hidden.Contains(_gallery.Position(item) / 2));
    }

    [Fact]
    public void Recommend_NewLikeNearAMutedTaste_JoinsItAndIsSilentToo()
    {
        var profile = Profile(Kept(1, 1) with { IsMuted = true }, Kept(2, 0));
        profile = profile with { Likes = [.. profile.Likes, new LikedImage(_gallery.Query(PerLabel + 20))] };

        Assert.Equal([(false, 3), (true, 4)], _gallery.Gallery.Tastes(profile).Select(taste => (taste.IsMuted, taste.Likes.Count)));
        Assert.Equal(3, Assert.Single(_gallery.Gallery.Recommend(profile).Tastes).Likes.Count);
    }

    [Fact]
    public void Recommend_AllMuted_ShowsWhatTheGalleryHasButNoLike()
    {
        var list = _gallery.Gallery.Recommend(
            Profile(Kept(1, 0) with { IsMuted = true }, Kept(2, 1) with { IsMuted = true }), new RecommendationOptions { Count = 500 });

        Assert.Empty(list.Tastes);
        Assert.Equal(_gallery.Count / 2 - 6, list.Items.Count);
    }

    [Fact]
    public void Tastes_OneKeptOfTwoKinds_StaysOne()
    {
        var both = new KeptTaste(5, "both", 2, IsMuted: false, [.. Profile().Likes.Select(like => like.Image.Content)]);

        var taste = Assert.Single(_gallery.Gallery.Tastes(Profile(both)));

        Assert.Equal((5L, "both", 2.0, 1.0, 6), (taste.Id, taste.Name, taste.Weight, taste.Share, taste.Likes.Count));
        Assert.Equal("5", taste.Key);
    }

    private static string Line(Recommendation item) => $"{item.Image.Path} {item.Score} {item.Confidence} {item.Why}";

    private LikedImage[] Likes(int label) =>
        [.. Enumerable.Range(0, 3).Select(i => new LikedImage(_gallery.Query((label * PerLabel) + (2 * i))))];

    private KeptTaste Kept(long id, int label) =>
        new(id, Name: null, Weight: 1, IsMuted: false, [.. Likes(label).Select(like => like.Image.Content)]);

    private Profile Profile(params KeptTaste[] kept) => new() { Likes = [.. Likes(0), .. Likes(1)], KeptTastes = kept };
}
