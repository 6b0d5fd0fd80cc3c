using Kindred.Images;
using Kindred.Interactions;
using Kindred.Storage;
using Kindred.Tastes;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with the tastes that users have set. A store's own tests inherit these.</summary>
public abstract class TasteConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task New_HasNone()
    {
        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
        Assert.False(await Store.DropTasteAsync("ann", 1, Cancel));
    }

    [Fact]
    public async Task Change_ANewTaste_IsReadBack()
    {
        await LikeAsync("ann", "B", "A", "C");

        var ids = await ChangeAsync("ann", new TasteChange(null, Contents("C", "B"), "椅子 'x'", 0.1, IsMuted: true), Taste("A"));

        var tastes = await Store.ReadTastesAsync("ann", Cancel);
        Assert.Equal(ids, tastes.Select(taste => taste.Id));
        Assert.Equal([("椅子 'x'", 0.1, true), (null, 1.0, false)], tastes.Select(taste => (taste.Name, taste.Weight, taste.IsMuted)));
        Assert.Equal([Contents("B", "C"), Contents("A")], tastes.Select(taste => taste.Likes)); // By the time of liking.
    }

    [Fact]
    public async Task Change_AKnownTaste_LeavesWhatIsNotGiven()
    {
        await LikeAsync("ann", "A", "B");
        var id = (await ChangeAsync("ann", Taste("A") with { Name = "a", Weight = 3, IsMuted = true }))[0];

        async Task<(string?, double, bool, int)> AfterAsync(TasteChange change)
        {
            Assert.Equal([id], await ChangeAsync("ann", change));
            var taste = Assert.Single(await Store.ReadTastesAsync("ann", Cancel));
            return (taste.Name, taste.Weight, taste.IsMuted, taste.Likes.Count);
        }

        Assert.Equal(("a", 3, true, 1), await AfterAsync(new TasteChange(id, [])));
        Assert.Equal(("b", 3, true, 1), await AfterAsync(new TasteChange(id, [], Name: "b")));
        Assert.Equal(("b", 0.5, true, 1), await AfterAsync(new TasteChange(id, [], Weight: 0.5)));
        Assert.Equal(("b", 0.5, false, 1), await AfterAsync(new TasteChange(id, [], IsMuted: false)));
        Assert.Equal((null, 0.5, false, 2), await AfterAsync(new TasteChange(id, Contents("B"), Name: "")));
    }

    [Fact]
    public async Task Change_LikesOfAnotherTaste_MoveAndATasteWithoutAnyGoes()
    {
        await LikeAsync("ann", "A", "B", "C");
        var ids = await ChangeAsync("ann", Taste("A", "B"), Taste("C"));

        await ChangeAsync("ann", new TasteChange(ids[1], Contents("A")));
        Assert.Equal([Contents("B"), Contents("A", "C")], (await Store.ReadTastesAsync("ann", Cancel)).Select(taste => taste.Likes));

        await ChangeAsync("ann", new TasteChange(ids[1], Contents("B")));
        var one = Assert.Single(await Store.ReadTastesAsync("ann", Cancel));
        Assert.Equal((ids[1], 3), (one.Id, one.Likes.Count));
    }

    [Fact]
    public async Task Change_WhatIsNotLiked_IsPassedOver()
    {
        await LikeAsync("ann", "A");
        await LikeAsync("bob", "B");
        await RecordAsync("ann", new Choice(InteractionKind.Dislike, Content("C"), "C"));
        await RecordAsync("ann", new Choice(InteractionKind.Seen, Content("A"), "A"));

        await ChangeAsync("ann", Taste("A", "B", "C", "D"), Taste("C"), Taste());

        Assert.Equal(Contents("A"), Assert.Single(await Store.ReadTastesAsync("ann", Cancel)).Likes);
        Assert.Empty(await Store.ReadTastesAsync("bob", Cancel));
    }

    [Fact]
    public async Task Change_AnUnknownTaste_IsRefusedAndNothingOfTheBatchIsKept()
    {
        await LikeAsync("ann", "A");
        await LikeAsync("bob", "A");
        var bobs = (await ChangeAsync("bob", Taste("A")))[0];

        foreach (var id in new[] { bobs, bobs + 100, 0, -1, long.MaxValue })
        {
            var exception = await Assert.ThrowsAnyAsync<KindredException>(
                () => ChangeAsync("ann", Taste("A"), new TasteChange(id, [], "x")));
            Assert.Equal(Fault.NoSuchTaste, exception.Fault);
        }

        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
        Assert.Null(Assert.Single(await Store.ReadTastesAsync("bob", Cancel)).Name);
    }

    [Fact]
    public async Task Drop_ATaste_LeavesItsLikesAndGivesItsNumberToNoOther()
    {
        await LikeAsync("ann", "A", "B");
        var id = (await ChangeAsync("ann", Taste("A")))[0];

        Assert.False(await Store.DropTasteAsync("bob", id, Cancel));
        Assert.True(await Store.DropTasteAsync("ann", id, Cancel));

        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
        Assert.Equal(2, (await Store.ReadInteractionsAsync("ann", Cancel)).Count);
        Assert.NotEqual(id, (await ChangeAsync("ann", Taste("A")))[0]);
    }

    [Fact]
    public async Task Forget_ALike_LeavesItsTasteAndTheLastTakesItAlong()
    {
        await LikeAsync("ann", "A", "B");
        var id = (await ChangeAsync("ann", Taste("A", "B")))[0];

        await Store.ForgetAsync("ann", Contents("A"), cancellationToken: Cancel);
        Assert.Equal(Contents("B"), Assert.Single(await Store.ReadTastesAsync("ann", Cancel)).Likes);

        await Store.RecordAsync("ann", [new Choice(InteractionKind.Dislike, Content("B"), "B", Replaces: true)], Now, Cancel);
        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
        await LikeAsync("ann", "A");
        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel)); // It is liked anew, and was never kept.
        await Assert.ThrowsAnyAsync<KindredException>(() => ChangeAsync("ann", new TasteChange(id, Contents("A"))));
    }

    [Fact]
    public async Task ForgetUser_TakesTheirTastesOnly()
    {
        await LikeAsync("ann", "A");
        await LikeAsync("bob", "A");
        var id = (await ChangeAsync("ann", Taste("A")))[0];
        await ChangeAsync("bob", Taste("A"));

        await Store.ForgetUserAsync("ann", Cancel);
        await LikeAsync("ann", "A");

        Assert.Empty(await Store.ReadTastesAsync("ann", Cancel));
        await Assert.ThrowsAnyAsync<KindredException>(() => ChangeAsync("ann", new TasteChange(id, Contents("A"))));
        Assert.Single(await Store.ReadTastesAsync("bob", Cancel));
    }

    [Fact]
    public async Task Tastes_OutlastPicturesModelsAndReopening()
    {
        await FillAsync(("a.jpg", "A"));
        await LikeAsync("ann", "A");
        var id = (await ChangeAsync("ann", Taste("A") with { Name = "a" }))[0];
        var revision = await Store.ReadRevisionAsync(Cancel);
        await RemoveAsync("a.jpg");
        await Store.PruneAsync(Cancel);
        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "model-b" }, Kindred.Spaces.SpaceKind.Visual), Cancel);
        await RecordAsync("ann", new Choice(InteractionKind.Like, Content("A"), "A", Weight: 3));

        await using var again = Open(Location);

        var taste = Assert.Single(await again.ReadTastesAsync("ann", Cancel));
        Assert.Equal((id, "a"), (taste.Id, taste.Name));
        Assert.NotEqual(revision, await again.ReadRevisionAsync(Cancel)); // By the pictures; tastes show in no gallery.
    }

    [Fact]
    public async Task Change_Tastes_LeavesTheRevision()
    {
        await LikeAsync("ann", "A");
        var revision = await Store.ReadRevisionAsync(Cancel);

        var id = (await ChangeAsync("ann", Taste("A")))[0];
        await Store.DropTasteAsync("ann", id, Cancel);

        Assert.Equal(revision, await Store.ReadRevisionAsync(Cancel));
    }

    private static ContentHash[] Contents(params string[] contents) => [.. contents.Select(Content)];

    private static TasteChange Taste(params string[] likes) => new(Id: null, Contents(likes));

    private Task<IReadOnlyList<long>> ChangeAsync(string user, params TasteChange[] changes) =>
        Store.ChangeTastesAsync(user, changes, Cancel);

    private Task<RecordReport> RecordAsync(string user, params Choice[] choices) => Store.RecordAsync(user, choices, Now, Cancel);

    private Task<RecordReport> LikeAsync(string user, params string[] contents) =>
        RecordAsync(user, [.. contents.Select(content => new Choice(InteractionKind.Like, Content(content), content))]);
}
