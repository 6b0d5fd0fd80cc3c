using Kindred.Derived;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>
/// What every store has to do with settings, and when it has to say that what a gallery shows has changed. A store's own tests inherit
/// these.
/// </summary>
public abstract class SettingsConformance : StoreConformance
{
    private static readonly DerivedRecord Derived = new("{}", new byte[] { 1, 2 });

    [Fact]
    public async Task WriteSettings_ReadBack_AreEqual()
    {
        var settings = new LibrarySettings(Stamp, SpaceKind.Visual);

        await Store.WriteSettingsAsync(settings, Cancel);
        Assert.Equal(settings, await Store.ReadSettingsAsync(Cancel));

        await Store.WriteSettingsAsync(settings with { Space = SpaceKind.None }, Cancel);
        Assert.Equal(SpaceKind.None, (await Store.ReadSettingsAsync(Cancel))!.Space);
    }

    [Fact]
    public async Task WriteSettings_OtherSearch_IsReadBackAndDropsNothing()
    {
        await FillAsync(("a.jpg", "A"));
        var settings = (await Store.ReadSettingsAsync(Cancel))! with { Search = SearchKind.Hnsw, Vectors = VectorPrecision.Int8 };

        await Store.WriteSettingsAsync(settings, Cancel);

        Assert.Equal(settings, await Store.ReadSettingsAsync(Cancel));
        Assert.Single(await Store.ReadImagesAsync(Cancel));
    }

    [Fact]
    public async Task WriteSettings_OtherStamp_DropsEmbeddingsButKeepsIds()
    {
        await FillAsync(("a.jpg", "A"));
        var before = Assert.Single(await Store.ReadImagesAsync(Cancel));

        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "model-b" }, SpaceKind.Visual), Cancel);
        Assert.Empty(await Store.ReadImagesAsync(Cancel));
        Assert.Empty(await Store.ReadContentsAsync(Cancel));

        await ApplyAsync(("a.jpg", "A"));
        Assert.Equal(before.Id, Assert.Single(await Store.ReadImagesAsync(Cancel)).Id);
    }

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
    public async Task Derived_Shown_AdvancesWithEveryChange()
    {
        await AssertAdvancesAsync(() => Store.WriteDerivedAsync("space", Derived, isShown: true, Cancel));
        await AssertAdvancesAsync(() => Store.WriteDerivedAsync("space", Derived, isShown: true, Cancel));
        await AssertAdvancesAsync(() => Store.DropDerivedAsync("space", isShown: true, Cancel));
        await AssertStaysAsync(() => Store.DropDerivedAsync("space", isShown: true, Cancel));
    }

    [Fact]
    public async Task NearDuplicates_FoundOrLookedFor_Advance()
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

        Choice[] like = [new(InteractionKind.Like, Content("A"), "a.jpg")];
        await AssertStaysAsync(() => Store.RecordAsync("ann", like, DateTimeOffset.UnixEpoch, Cancel));
        await AssertStaysAsync(() => Store.ForgetUserAsync("ann", Cancel));
        await AssertStaysAsync(() => Store.WriteDerivedAsync("calibration", Derived, isShown: false, Cancel));
        await AssertStaysAsync(() => Store.DropDerivedAsync("calibration", isShown: false, Cancel));
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
