using CsCheck;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Tests.Recommendations;

/// <summary>What holds for every profile, strategy and length of list.</summary>
public sealed class RecommendPropertyTests : IDisposable
{
    /// <summary>Three images to a group of near-copies.</summary>
    private readonly SmallGallery _gallery = new(labels: 6, imagesPerLabel: 20, copyGroup: image => image / 3);

    private Gen<(Profile Profile, RecommendationOptions Options)> Wishes =>
        from order in Gen.Shuffle(Enumerable.Range(0, _gallery.Count).ToArray())
        from likes in Gen.Int[0, 12]
        from dislikes in Gen.Int[0, 5]
        from seen in Gen.Int[0, 20]
        from weights in Gen.Double[0.1, 5].Array[12]
        from days in Gen.Int[0, 4000].Array[12]
        from count in Gen.Int[1, 60]
        from strategy in Gen.Enum<Strategy>()
        from diversity in Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1])
        select (
            new Profile
            {
                Likes =
                [
                    .. Enumerable.Range(0, likes)
                        .Select(i => new LikedImage(Query(order[i]), weights[i], DateTimeOffset.UnixEpoch.AddDays(days[i]))),
                ],
                Dislikes = [.. order.Skip(likes).Take(dislikes).Select(Query)],
                Seen = [.. order.Skip(likes + dislikes).Take(seen).Select(image => _gallery.Gallery.Images[image].Content)],
            },
            new RecommendationOptions { Count = count, Strategy = strategy, Diversity = diversity });

    public void Dispose() => _gallery.Dispose();

    [Fact]
    public void Recommend_Anything_SharesSumToOne() => Wishes.Sample(wish =>
    {
        var list = _gallery.Gallery.Recommend(wish.Profile, wish.Options);
        if (wish.Profile.Likes.Count == 0)
            return list.Tastes.Count == 0 && list.Items.All(item => item.Because.Count == 0);
        return Math.Abs(list.Tastes.Sum(taste => taste.Share) - 1) < 1e-9
            && list.Items.All(item => Math.Abs(item.Because.Sum(influence => influence.Share) - 1) < 1e-9
                && item.Because.All(influence => list.Tastes[item.Taste].Likes.Contains(influence.Like)));
    });

    [Fact]
    public void Recommend_Anything_LeavesOutWhatWasChosenAndItsCopies() => Wishes.Sample(wish =>
    {
        HashSet<ContentHash> chosen =
        [
            .. wish.Profile.Likes.Select(like => like.Image.Content),
            .. wish.Profile.Dislikes.Select(dislike => dislike.Content),
            .. wish.Profile.Seen,
        ];
        var groups = Enumerable.Range(0, _gallery.Count)
            .Where(image => chosen.Contains(_gallery.Gallery.Images[image].Content))
            .Select(image => image / 3)
            .ToHashSet();

        var shown = _gallery.Gallery.Recommend(wish.Profile, wish.Options).Items.Select(item => _gallery.Position(item) / 3).ToList();

        return !shown.Exists(groups.Contains)
            && shown.Count == shown.Distinct().Count()
            && (wish.Profile.Dislikes.Count > 0
                ? shown.Count <= wish.Options.Count
                : shown.Count == Math.Min(wish.Options.Count, (_gallery.Count / 3) - groups.Count));
    });

    [Fact]
    public void Recommend_SameWish_GivesTheSameList() => Wishes.Sample(wish =>
        Summary(_gallery.Gallery.Recommend(wish.Profile, wish.Options)) == Summary(_gallery.Gallery.Recommend(wish.Profile, wish.Options)));

    [Fact]
    public void Recommend_OneLikeMore_NeverThrows() => Wishes.Sample(wish =>
    {
        for (var likes = 0; likes <= wish.Profile.Likes.Count; likes++)
            _gallery.Gallery.Recommend(wish.Profile with { Likes = [.. wish.Profile.Likes.Take(likes)] }, wish.Options);
    });

    [Fact]
    public void Recommend_WithinATasteWithoutVariety_ComesBestFirst() => Wishes.Sample(wish =>
    {
        var list = _gallery.Gallery.Recommend(wish.Profile, wish.Options with { Diversity = 0 });
        return wish.Options.Strategy == Strategy.Best
            ? IsFalling(list.Items.Select(item => item.Score))
            : list.Items.GroupBy(item => item.Taste).All(taste => IsFalling(taste.Select(item => item.Score)));
    });

    private static bool IsFalling(IEnumerable<float> scores) => scores.SequenceEqual(scores.OrderDescending());

    private static string Summary(RecommendationList list) => string.Join(
        '|', list.Items.Select(item => $"{item.Image.Path} {item.Score} {item.Taste} "
            + string.Join(',', item.Because.Select(influence => $"{influence.Like.Name} {influence.Share}"))));

    private ImageQuery Query(int image) => _gallery.Query(image);
}
