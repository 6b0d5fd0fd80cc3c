using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.Recommendations;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tastes;
using Kindred.Tests.Recommendations;

namespace Kindred.Tests.Galleries;

/// <summary>What ann sets of her tastes: three likes of label 0, two of label 1, one of label 2.</summary>
public sealed class UserTastesTests : IAsyncLifetime
{
    private const int PerLabel = 30;

    private readonly TemporaryFolder _folder = new();
    private SqliteLibraryStore _store = null!; // Set before every test.
    private SmallGallery _gallery = null!; // Set before every test.
    private UserTastes _tastes = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        var log = new InteractionLog(_store, TimeProvider.System);
        var model = new LibraryModel(_store.Location, () => throw new InvalidOperationException("Nothing can be embedded here."));
        _gallery = new SmallGallery(
            labels: 4, imagesPerLabel: PerLabel, source: new GallerySource(_store, model, log, TimeProvider.System, new PictureSources()));
        _tastes = _gallery.Gallery.TastesOf(" ann ");
        await LikeAsync(0, 1, 2, PerLabel, PerLabel + 1, 2 * PerLabel);
    }

    public async ValueTask DisposeAsync()
    {
        _gallery.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Read_NothingSet_IsWhatListsAreMadeFor()
    {
        var tastes = await _tastes.ReadAsync(Cancel);

        Assert.Equal("ann", _tastes.User);
        Assert.Equal([3, 2, 1], tastes.Select(taste => taste.Likes.Count));
        Assert.Equal(tastes.Select(taste => taste.Key), (await ListAsync()).Tastes.Select(taste => taste.Key));
        Assert.All(tastes, taste => Assert.Equal((null, null, 1.0, false), (taste.Id, taste.Name, taste.Weight, taste.IsMuted)));
        Assert.Empty(await _gallery.Gallery.TastesOf("nobody").ReadAsync(Cancel));
    }

    [Fact]
    public async Task Find_ByAnyLikeOrByNumber_IsTheTaste()
    {
        var found = await _tastes.FindAsync(Content(2).ToString(), Cancel);
        Assert.Equal(3, found.Likes.Count);

        var kept = await _tastes.SetAsync(found, " sofas ", cancellationToken: Cancel);

        Assert.Equal("sofas", kept.Name);
        Assert.Equal(kept.Id, (await _tastes.FindAsync(kept.Key, Cancel)).Id);
        Assert.Equal(kept.Id, (await _tastes.FindAsync(Content(1).ToString(), Cancel)).Id);
        foreach (var key in new[] { "", "x", "-1", "0", "99999999999999999999", Content(9).ToString(), "+" + kept.Key })
            Assert.Equal((Fault.NoSuchTaste, key), await FaultAsync(() => _tastes.FindAsync(key, Cancel)));
    }

    [Fact]
    public async Task Set_OneThingAfterTheOther_AllStay()
    {
        var taste = await _tastes.FindAsync(Content(0).ToString(), Cancel);
        var id = (await _tastes.SetAsync(taste, "sofas", cancellationToken: Cancel)).Id;
        await _tastes.SetAsync(await _tastes.FindAsync($"{id}", Cancel), weight: 0.5, cancellationToken: Cancel);
        await _tastes.SetAsync(await _tastes.FindAsync($"{id}", Cancel), muted: true, cancellationToken: Cancel);

        var tastes = await _tastes.ReadAsync(Cancel);

        Assert.Equal((id, "sofas", 0.5, true, 0.0), Summary(tastes[^1]));
        Assert.Equal(2, (await ListAsync()).Tastes.Count);
        await _tastes.SetAsync(tastes[^1], name: "", muted: false, cancellationToken: Cancel);
        Assert.Equal((id, null, 0.5, false), Summary(await _tastes.FindAsync($"{id}", Cancel)) is var (number, name, weight, muted, _)
            ? (number, name, weight, muted)
            : default);
    }

    [Fact]
    public async Task Set_ThenNewLikes_JoinWhatIsNearAndLeaveTheRest()
    {
        await _tastes.SetAsync(await _tastes.FindAsync(Content(0).ToString(), Cancel), "sofas", cancellationToken: Cancel);

        await LikeAsync(5, 3 * PerLabel);

        var tastes = await _tastes.ReadAsync(Cancel);
        Assert.Equal([("sofas", 4), (null, 2), (null, 1), (null, 1)], tastes.Select(taste => (taste.Name, taste.Likes.Count)));
        Assert.Equal(3, Assert.Single(await _store.ReadTastesAsync("ann", Cancel)).Likes.Count);
    }

    [Fact]
    public async Task Split_NamedLikes_AreATasteOfTheirOwn()
    {
        var taste = await _tastes.SetAsync(await _tastes.FindAsync(Content(0).ToString(), Cancel), "sofas", 2, true, Cancel);

        var (left, split) = await _tastes.SplitAsync(taste, [Content(2)], "red ones", Cancel);

        Assert.Equal((taste.Id, "sofas", 2.0, true, 0.0), Summary(left));
        Assert.Equal(("red ones", 2.0, true), (split.Name, split.Weight, split.IsMuted));
        Assert.Equal([Content(2)], split.Likes.Select(like => like.Content));
        Assert.Equal([Content(0), Content(1)], left.Likes.Select(like => like.Content));
    }

    [Fact]
    public async Task Split_NoLikesNamed_IsWhereTheKindsAreApart()
    {
        var tastes = await _tastes.ReadAsync(Cancel);
        var both = await _tastes.MergeAsync([tastes[0], tastes[1]], cancellationToken: Cancel);

        var (left, split) = await _tastes.SplitAsync(both, cancellationToken: Cancel);

        Assert.Equal(both.Id, left.Id);
        Assert.Contains(both.Medoid.Content, left.Likes.Select(like => like.Content));
        Assert.Equal([2, 3], new[] { left.Likes.Count, split.Likes.Count }.Order());
        Assert.Single(left.Likes.Select(like => like.Image!.Label).Distinct()); // They are of the gallery.
        Assert.Single(split.Likes.Select(like => like.Image!.Label).Distinct());
    }

    [Fact]
    public async Task Split_ACopyOfItself_StaysSplit()
    {
        await LikeAsync(3, 4);
        var taste = (await _tastes.ReadAsync(Cancel))[0];

        await _tastes.SplitAsync(taste, [Content(0), Content(3)], cancellationToken: Cancel);

        Assert.Equal([3, 2, 2, 1], (await _tastes.ReadAsync(Cancel)).Select(part => part.Likes.Count));
    }

    [Fact]
    public async Task Merge_NamedAndComputed_IsOneAndKeepsTheFirstOnesSettings()
    {
        var beds = await _tastes.FindAsync(Content(PerLabel).ToString(), Cancel);
        var named = await _tastes.SetAsync(beds, "beds", 3, cancellationToken: Cancel);
        var tastes = await _tastes.ReadAsync(Cancel);
        var (first, last) = (await _tastes.FindAsync(Content(0).ToString(), Cancel), tastes.Single(taste => taste.Likes.Count == 1));

        var merged = await _tastes.MergeAsync([named, first, last], cancellationToken: Cancel);

        Assert.Equal((named.Id, "beds", 3.0, false, 1.0), Summary(merged));
        Assert.Equal([merged.Key], (await _tastes.ReadAsync(Cancel)).Select(taste => taste.Key));
        Assert.Equal(6, merged.Likes.Count);
    }

    [Fact]
    public async Task Merge_UnnamedFirst_TakesTheNameThereIsOrTheOneGiven()
    {
        var named = await _tastes.SetAsync(await _tastes.FindAsync(Content(0).ToString(), Cancel), "sofas", cancellationToken: Cancel);
        var other = await _tastes.FindAsync(Content(PerLabel).ToString(), Cancel);

        var merged = await _tastes.MergeAsync([other, named], cancellationToken: Cancel);
        Assert.Equal("sofas", merged.Name);
        var third = await _tastes.FindAsync(Content(2 * PerLabel).ToString(), Cancel);
        Assert.Equal("all", (await _tastes.MergeAsync([third, merged], "all", Cancel)).Name);
        Assert.Single(await _store.ReadTastesAsync("ann", Cancel));
    }

    [Fact]
    public async Task Reset_AKeptTaste_IsComputedAgain()
    {
        var before = await _tastes.ReadAsync(Cancel);
        var merged = await _tastes.MergeAsync(before, "all", Cancel);

        await _tastes.ResetAsync(merged, Cancel);

        Assert.Equal(before.Select(taste => taste.Key), (await _tastes.ReadAsync(Cancel)).Select(taste => taste.Key));
        Assert.Equal((Fault.NoSuchTaste, merged.Key), await FaultAsync(() => _tastes.ResetAsync(merged, Cancel)));
        Assert.Equal((Fault.NoSuchTaste, merged.Key), await FaultAsync(() => _tastes.SetAsync(merged, "x", cancellationToken: Cancel)));
        await _tastes.ResetAsync(before[0], Cancel); // Nothing was set of it.
    }

    [Fact]
    public async Task Change_WhatCannotBe_IsRefusedAndNothingIsKept()
    {
        var tastes = await _tastes.ReadAsync(Cancel);
        Func<Task>[] changes =
        [
            () => _tastes.SetAsync(tastes[0], weight: 0.09, cancellationToken: Cancel),
            () => _tastes.SetAsync(tastes[0], weight: 10.1, cancellationToken: Cancel),
            () => _tastes.SetAsync(tastes[0], weight: double.NaN, cancellationToken: Cancel),
            () => _tastes.SetAsync(tastes[0], "a\nb", cancellationToken: Cancel),
            () => _tastes.SetAsync(tastes[0], new string('a', 101), cancellationToken: Cancel),
            () => _tastes.SplitAsync(tastes[2], cancellationToken: Cancel),
            () => _tastes.SplitAsync(tastes[0], [Content(0), Content(1), Content(2)], cancellationToken: Cancel),
            () => _tastes.SplitAsync(tastes[0], [Content(0), Content(PerLabel)], cancellationToken: Cancel),
            () => _tastes.SplitAsync(tastes[0], [Content(0)], "a\tb", Cancel),
            () => _tastes.MergeAsync([], cancellationToken: Cancel),
            () => _tastes.MergeAsync([tastes[0]], cancellationToken: Cancel),
            () => _tastes.MergeAsync([tastes[0], tastes[0]], cancellationToken: Cancel),
            () => _tastes.MergeAsync([tastes[0], tastes[1]], "a\u0001", Cancel),
        ];

        foreach (var change in changes)
            Assert.Equal(Fault.BadTasteChange, (await FaultAsync(change)).Fault);
        Assert.Empty(await _store.ReadTastesAsync("ann", Cancel));
    }

    [Fact]
    public async Task Set_MoreTastesThanAnybodyLooksAfter_IsRefused()
    {
        ContentHash[] gone = [.. Enumerable.Range(0, 500).Select(i => ContentHash.Of(BitConverter.GetBytes(i)))];
        await _store.RecordAsync(
            "ann", [.. gone.Select(content => new Choice(InteractionKind.Like, content, "gone.jpg"))], DateTimeOffset.UnixEpoch, Cancel);
        await _store.ChangeTastesAsync("ann", [.. gone[1..].Select(content => new TasteChange(Id: null, [content]))], Cancel);

        var taste = await _tastes.SetAsync((await _tastes.ReadAsync(Cancel))[0], "the last", cancellationToken: Cancel);

        var other = (await _tastes.ReadAsync(Cancel)).First(computed => computed.Id is null);
        Assert.Equal(Fault.BadTasteChange, (await FaultAsync(() => _tastes.SetAsync(other, "one more", cancellationToken: Cancel))).Fault);
        Assert.Equal("renamed", (await _tastes.SetAsync(taste, "renamed", cancellationToken: Cancel)).Name);
    }

    private static (long?, string?, double, bool, double) Summary(Taste taste) =>
        (taste.Id, taste.Name, taste.Weight, taste.IsMuted, taste.Share);

    private static async Task<(Fault Fault, string? Subject)> FaultAsync(Func<Task> act)
    {
        var exception = await Assert.ThrowsAnyAsync<KindredException>(act);
        return (exception.Fault, exception.Subject);
    }

    private ContentHash Content(int image) => _gallery.Gallery.Images[image].Content;

    private Task<RecordReport> LikeAsync(params int[] images) => _store.RecordAsync(
        "ann",
        [.. images.Select(image => new Choice(InteractionKind.Like, Content(image), _gallery.Gallery.Images[image].Path))],
        new DateTimeOffset(2026, 11, 28, 8, 0, 0, TimeSpan.Zero), Cancel);

    private async Task<RecommendationList> ListAsync() =>
        _gallery.Gallery.Recommend(await _gallery.Gallery.ReadProfileAsync("ann", Cancel));
}
