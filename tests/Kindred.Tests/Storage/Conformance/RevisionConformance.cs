using Kindred.Images;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>When a store has to say that what a gallery shows has changed. A store's own tests inherit these.</summary>
public abstract class RevisionConformance : StoreConformance
{
    [Fact]
    public async Task Apply_Changes_Advances()
    {
        await AssertAdvancesAsync(() => FillAsync());
        await AssertAdvancesAsync(() => ApplyAsync(("a.jpg", "A")));
        await AssertAdvancesAsync(() => RemoveAsync("a.jpg"));
    }

    [Fact]
    public async Task Apply_Nothing_DoesNotAdvance() => await AssertStaysAsync(() => Store.ApplyAsync(new LibraryChanges(), Cancel));

    [Fact]
    public async Task Apply_FaultHalfway_DoesNotAdvance()
    {
        await FillAsync(("a.jpg", "A"));
        var changes = new LibraryChanges();
        changes.Removed.Add((Folder, "a.jpg"));
        changes.Files.Add(new IndexedFile("a folder that was never added", "b.jpg", Content("B"), 1, Time));

        await AssertStaysAsync(() => Assert.ThrowsAnyAsync<Exception>(() => Store.ApplyAsync(changes, Cancel)));
    }

    [Fact]
    public async Task Folders_AddedOrRemoved_Advance()
    {
        await FillAsync(("a.jpg", "A"));

        await AssertStaysAsync(() => Store.AddFolderAsync(Folder, Cancel));
        await AssertAdvancesAsync(() => Store.AddFolderAsync(Path.GetDirectoryName(Folder)!, Cancel));
        await AssertAdvancesAsync(() => Store.RemoveFolderAsync(Path.GetDirectoryName(Folder)!, Cancel));
        await AssertStaysAsync(() => Store.RemoveFolderAsync(Folder, Cancel));
    }

    [Fact]
    public async Task Settings_OtherOnes_Advance()
    {
        await FillAsync(("a.jpg", "A"));
        var settings = (await Store.ReadSettingsAsync(Cancel))!;

        await AssertStaysAsync(() => Store.WriteSettingsAsync(settings, Cancel));
        await AssertAdvancesAsync(() => Store.WriteSettingsAsync(settings with { Space = SpaceKind.None }, Cancel));
        await AssertAdvancesAsync(() => Store.WriteSettingsAsync(settings with { Search = SearchKind.Flat }, Cancel));
        await AssertAdvancesAsync(() => Store.WriteSettingsAsync(settings with { Stamp = Stamp with { Model = "another" } }, Cancel));
    }

    [Fact]
    public async Task WaitingImages_Removed_AdvanceIfThereWereAny()
    {
        await FillAsync(("a.jpg", "A"));
        await AssertStaysAsync(() => Store.RemoveWaitingImagesAsync(Folder, Cancel));
        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "another" }, SpaceKind.Visual), Cancel);

        await AssertAdvancesAsync(() => Store.RemoveWaitingImagesAsync(Folder, Cancel));
    }

    [Fact]
    public async Task Space_Written_AdvancesUnlessItIsNobodys()
    {
        await FillAsync(("a.jpg", "A"));
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 16, [1, 2, 3], []);
        using var foreign = EmbeddingSpace.Create(SpaceKind.Visual, 1, 16, [1, 2], []);

        await AssertAdvancesAsync(() => Store.WriteSpaceAsync(new FittedSpace(space, "", Gain: null), Cancel));
        await AssertStaysAsync(() => Store.WriteSpaceAsync(new FittedSpace(foreign, "", Gain: null), Cancel));
    }

    [Fact]
    public async Task Copies_FoundOrLookedFor_Advance()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));

        await AssertAdvancesAsync(() => Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("A"), Content("B"), 1)], [], Cancel));
        await AssertAdvancesAsync(() => Store.WriteNearDuplicatesAsync([], [Content("A")], Cancel));
        await AssertStaysAsync(() => Store.WriteNearDuplicatesAsync([], [], Cancel));
    }

    [Fact]
    public async Task Prune_AdvancesIfItDropsSomething()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        await AssertStaysAsync(() => Store.PruneAsync(Cancel));
        await RemoveAsync("a.jpg", "b.jpg");

        await AssertAdvancesAsync(() => Store.PruneAsync(Cancel));
    }

    [Fact]
    public async Task WhatIsChosenOrMeasured_DoesNotAdvance()
    {
        await FillAsync(("a.jpg", "A"));

        await AssertStaysAsync(() => Store.RecordAsync("ann", [new Choice(InteractionKind.Like, Content("A"), "a.jpg")], DateTimeOffset.UnixEpoch, Cancel));
        await AssertStaysAsync(() => Store.ForgetUserAsync("ann", Cancel));
        await AssertStaysAsync(() => Store.WriteCalibrationAsync("something", new NeighborScores(0.5f, 0.25f), Cancel));
    }

    [Fact]
    public async Task Choices_Changed_AreCounted()
    {
        await FillAsync(("a.jpg", "A"));
        var like = new Choice(InteractionKind.Like, Content("A"), "a.jpg");

        await AssertCountsAsync(true, () => RecordAsync(like));
        await AssertCountsAsync(false, () => RecordAsync(like));
        await AssertCountsAsync(true, () => RecordAsync(like with { Weight = 2 }));
        await AssertCountsAsync(false, () => Assert.ThrowsAsync<OppositeChoiceException>(() => RecordAsync(like with { Kind = InteractionKind.Dislike })));
        await AssertCountsAsync(true, () => Store.ForgetAsync("ann", [Content("A")], cancellationToken: Cancel));
        await AssertCountsAsync(false, () => Store.ForgetAsync("ann", [Content("A")], cancellationToken: Cancel));
        await RecordAsync(like);
        await AssertCountsAsync(true, () => Store.ForgetUserAsync("ann", Cancel));
        await AssertCountsAsync(false, () => Store.ForgetUserAsync("ann", Cancel));
        await AssertCountsAsync(false, () => ApplyAsync(("b.jpg", "B")));
    }

    [Fact]
    public async Task Choices_Weighed_AreSoUntilTheNextOne()
    {
        await FillAsync(("a.jpg", "A"));
        Assert.False((await Store.ReadStateAsync(Cancel)).ChoicesAreWeighed);

        await AssertStaysAsync(async () => await Store.MarkChoicesWeighedAsync((await Store.ReadStateAsync(Cancel)).Choices, Cancel));
        Assert.True((await Store.ReadStateAsync(Cancel)).ChoicesAreWeighed);

        await RecordAsync(new Choice(InteractionKind.Like, Content("A"), "a.jpg"));
        Assert.False((await Store.ReadStateAsync(Cancel)).ChoicesAreWeighed);
    }

    [Fact]
    public async Task Choices_ChangedWhileTheyWereWeighed_AreNotWeighed()
    {
        await FillAsync(("a.jpg", "A"));
        var (_, _, choices, _) = await Store.ReadStateAsync(Cancel);
        await RecordAsync(new Choice(InteractionKind.Like, Content("A"), "a.jpg"));

        await Store.MarkChoicesWeighedAsync(choices, Cancel);

        Assert.False((await Store.ReadStateAsync(Cancel)).ChoicesAreWeighed);
    }

    private Task<RecordReport> RecordAsync(Choice choice) => Store.RecordAsync("ann", [choice], DateTimeOffset.UnixEpoch, Cancel);

    private async Task AssertCountsAsync(bool expected, Func<Task> act)
    {
        var before = (await Store.ReadStateAsync(Cancel)).Choices;
        await act();
        Assert.Equal(expected, (await Store.ReadStateAsync(Cancel)).Choices > before);
    }

    private async Task AssertAdvancesAsync(Func<Task> change)
    {
        var before = await Store.ReadStateAsync(Cancel);
        await change();
        var after = await Store.ReadStateAsync(Cancel);
        Assert.True(after.Revision > before.Revision);
        Assert.Equal(after.Revision, await Store.ReadRevisionAsync(Cancel));
        Assert.NotEqual(before.Token, after.Token);
        Assert.NotEqual(Guid.Empty, before.Token);
    }

    private async Task AssertStaysAsync(Func<Task> act)
    {
        var before = await Store.ReadStateAsync(Cancel);
        await act();
        var after = await Store.ReadStateAsync(Cancel);
        Assert.Equal((before.Revision, before.Token), (after.Revision, after.Token));
    }
}
