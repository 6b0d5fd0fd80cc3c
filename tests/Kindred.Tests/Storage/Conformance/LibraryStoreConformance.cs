using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do. A store's own tests inherit these.</summary>
public abstract class LibraryStoreConformance : StoreConformance
{
    [Fact]
    public async Task New_HasNothing()
    {
        Assert.Null(await Store.ReadSettingsAsync(Cancel));
        Assert.Empty(await Store.ReadFoldersAsync(Cancel));
        Assert.Empty(await Store.ReadImagesAsync(Cancel));
        Assert.Empty(await Store.ReadFailuresAsync(Cancel));
        Assert.Empty(await Store.ReadContentsAsync(Cancel));
    }

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
    public async Task Apply_Images_AreReadBackInOrderOfPath()
    {
        await FillAsync(("b/2.jpg", "B"), ("a/椅子 'x'.jpg", "A"), ("b/10.jpg", "C"));

        var images = await Store.ReadImagesAsync(Cancel);

        Assert.Equal(["a/椅子 'x'.jpg", "b/10.jpg", "b/2.jpg"], images.Select(image => image.Path));
        Assert.All(images, image => Assert.Equal((Folder, Time, 1L, 640, 480), (image.Folder, image.Modified, image.Bytes, image.Width, image.Height)));
        Assert.Equal(Content("A"), images[0].Content);
        Assert.Equal(3, images.Select(image => image.Id).Distinct().Count());
    }

    [Fact]
    public async Task ReadEmbeddings_Stored_AreTheHalvesOfWhatWasStored()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));

        var read = new List<(string Path, Half[] Embedding)>();
        await foreach (var (image, embedding) in Store.ReadEmbeddingsAsync(Cancel))
            read.Add((image.Path, embedding.ToArray()));

        Assert.Equal(["a.jpg", "b.jpg"], read.Select(entry => entry.Path));
        Assert.Equal([(Half)'A', (Half)0.1f, (Half)(-2)], read[0].Embedding);
        Assert.Equal([(Half)'B', (Half)0.1f, (Half)(-2)], read[1].Embedding);
    }

    [Fact]
    public async Task ReadContentEmbeddings_WithAndWithoutAnImage_AreTheHalvesThatWereStored()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        await RemoveAsync("a.jpg");

        var read = await Store.ReadContentEmbeddingsAsync([Content("A"), Content("B"), Content("C"), Content("A")], Cancel);

        Assert.Equal(2, read.Count);
        Assert.Equal([(Half)'A', (Half)0.1f, (Half)(-2)], read[Content("A")]);
        Assert.Equal([(Half)'B', (Half)0.1f, (Half)(-2)], read[Content("B")]);
    }

    [Fact]
    public async Task Apply_SameContentTwice_SharesOneEmbedding()
    {
        await FillAsync(("a.jpg", "A"), ("copy.jpg", "A"));

        Assert.Equal(2, (await Store.ReadImagesAsync(Cancel)).Count);
        Assert.Single(await Store.ReadContentsAsync(Cancel));
    }

    [Fact]
    public async Task Apply_ChangedFile_KeepsItsId()
    {
        await FillAsync(("a.jpg", "A"));
        var before = Assert.Single(await Store.ReadImagesAsync(Cancel));

        await ApplyAsync(("a.jpg", "B"));

        var after = Assert.Single(await Store.ReadImagesAsync(Cancel));
        Assert.Equal((before.Id, Content("B")), (after.Id, after.Content));
    }

    [Fact]
    public async Task Apply_Renamed_KeepsItsId()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var a = (await Store.ReadImagesAsync(Cancel))[0];

        var changes = new LibraryChanges();
        changes.Renamed.Add((a.Id, FileOf("c/d.jpg", "A")));
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal([("b.jpg", false), ("c/d.jpg", true)], (await Store.ReadImagesAsync(Cancel)).Select(image => (image.Path, image.Id == a.Id)));
    }

    [Fact]
    public async Task Apply_RenamedOntoANameInUse_TakesTheName()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var a = (await Store.ReadImagesAsync(Cancel))[0];

        var changes = new LibraryChanges();
        changes.Renamed.Add((a.Id, FileOf("b.jpg", "A")));
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal(("b.jpg", a.Id), Assert.Single((await Store.ReadImagesAsync(Cancel)).Select(image => (image.Path, image.Id))));
    }

    [Fact]
    public async Task Apply_Failure_TakesTheImageAway_AndGoesWithTheNextSuccess()
    {
        await FillAsync(("a.jpg", "A"));
        var failure = new ImageFailure(Folder, "a.jpg", "truncated JPEG", 17, Time);
        var changes = new LibraryChanges();
        changes.Failures.Add(failure);
        await Store.ApplyAsync(changes, Cancel);

        Assert.Empty(await Store.ReadImagesAsync(Cancel));
        Assert.Equal(failure, Assert.Single(await Store.ReadFailuresAsync(Cancel)));

        await ApplyAsync(("a.jpg", "B"));
        Assert.Single(await Store.ReadImagesAsync(Cancel));
        Assert.Empty(await Store.ReadFailuresAsync(Cancel));
    }

    [Fact]
    public async Task Apply_Removed_TakesImagesAndFailuresAway()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var failed = new LibraryChanges();
        failed.Failures.Add(new ImageFailure(Folder, "c.jpg", "empty file", 0, Time));
        await Store.ApplyAsync(failed, Cancel);

        var changes = new LibraryChanges();
        changes.Removed.AddRange([(Folder, "a.jpg"), (Folder, "c.jpg")]);
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal("b.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
        Assert.Empty(await Store.ReadFailuresAsync(Cancel));
    }

    [Fact]
    public async Task Apply_FaultHalfway_ChangesNothing()
    {
        await FillAsync(("a.jpg", "A"));
        var changes = new LibraryChanges();
        changes.Removed.Add((Folder, "a.jpg"));
        changes.Files.Add(new IndexedFile("a folder that was never added", "b.jpg", Content("B"), 1, Time));

        await Assert.ThrowsAnyAsync<Exception>(() => Store.ApplyAsync(changes, Cancel));

        Assert.Equal("a.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
    }

    [Fact]
    public async Task AddFolder_AroundAnother_TakesItsImagesOver()
    {
        await FillAsync(("a.jpg", "A"));
        var before = Assert.Single(await Store.ReadImagesAsync(Cancel));

        await Store.AddFolderAsync(Path.GetDirectoryName(Folder)!, Cancel);

        Assert.Equal(Path.GetDirectoryName(Folder), Assert.Single(await Store.ReadFoldersAsync(Cancel)));
        var after = Assert.Single(await Store.ReadImagesAsync(Cancel));
        Assert.Equal((before.Id, "gallery/a.jpg", before.File), (after.Id, after.Path, after.File));
    }

    [Fact]
    public async Task Prune_FewUnusedEmbeddings_AreKept()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var changes = new LibraryChanges();
        changes.Removed.Add((Folder, "a.jpg"));
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal(0, await Store.PruneAsync(Cancel));
        Assert.Equal(2, (await Store.ReadContentsAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Prune_MostEmbeddingsUnused_AreDropped()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        var changes = new LibraryChanges();
        changes.Removed.AddRange([(Folder, "a.jpg"), (Folder, "b.jpg")]);
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal(2, await Store.PruneAsync(Cancel));
        Assert.Equal(Content("C"), Assert.Single(await Store.ReadContentsAsync(Cancel)));
    }

    [Fact]
    public void LockForIndexing_Twice_IsRefusedUntilReleased()
    {
        using (Store.LockForIndexing())
        {
            var exception = Assert.Throws<KindredException>(() => Store.LockForIndexing());
            Assert.Contains("indexing", exception.Message, StringComparison.Ordinal);
        }

        Store.LockForIndexing().Dispose();
    }
}
