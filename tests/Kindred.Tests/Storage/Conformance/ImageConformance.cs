using Kindred.Images;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with images, and with files that failed. A store's own tests inherit these.</summary>
public abstract class ImageConformance : StoreConformance
{
    [Fact]
    public async Task Apply_Images_AreReadBackInOrderOfPath()
    {
        await FillAsync(("b/2.jpg", "B"), ("a/椅子 'x'.jpg", "A"), ("b/10.jpg", "C"));

        var images = await Store.ReadImagesAsync(Cancel);

        Assert.Equal(["a/椅子 'x'.jpg", "b/10.jpg", "b/2.jpg"], images.Select(image => image.Path));
        Assert.All(images, image => Assert.Equal((Folder, Time, 1L), (image.Folder, image.Modified, image.Bytes)));
        Assert.All(images, image => Assert.Equal((640, 480), (image.Width, image.Height)));
        Assert.Equal(Content("A"), images[0].Content);
        Assert.Equal(3, images.Select(image => image.Id).Distinct().Count());
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

        var images = await Store.ReadImagesAsync(Cancel);
        Assert.Equal([("b.jpg", false), ("c/d.jpg", true)], images.Select(image => (image.Path, image.Id == a.Id)));
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
    public async Task ReadImages_SomeIds_AreThoseInOrderOfPath()
    {
        await FillAsync(("c.jpg", "C"), ("a.jpg", "A"), ("b.jpg", "B"), ("gone.jpg", "D"));
        var all = await Store.ReadImagesAsync(Cancel);
        await RemoveAsync("gone.jpg");

        var some = await Store.ReadImagesAsync([all[2].Id, all[0].Id, all[2].Id, all[3].Id, new ImageId(4711)], Cancel);

        Assert.Equal([all[0], all[2]], some);
        Assert.Empty(await Store.ReadImagesAsync([], Cancel));
    }

    [Fact]
    public async Task ReadImages_ThousandsOfIds_AreInTheOrderOfAll()
    {
        // Some names sort one way as UTF-8, the other as UTF-16: whatever the order is, both calls must agree.
        await FillAsync([.. Enumerable.Range(0, 3000).Select(n => ($"{(n % 2 == 0 ? "\uE000" : "😀")}/{n}.jpg", $"{n}"))]);
        var all = await Store.ReadImagesAsync(Cancel);

        Assert.Equal(all, await Store.ReadImagesAsync([.. all.Select(image => image.Id).Reverse()], Cancel));
    }

    [Fact]
    public async Task FindImages_ByFileName_AreThoseCalledExactlyThat()
    {
        await FillAsync(
            ("x/椅子 1%.jpg", "A"), ("椅子 1%.jpg", "B"), ("a/b/椅子 1%.jpg", "C"), ("x椅子 1%.jpg", "D"), ("椅子 10.jpg", "E"), ("椅子 1%.JPG", "F"),
            ("椅子 1%.jpg/c.jpg", "G"), ("a_b.jpg", "H"), ("axb.jpg", "I"));

        Assert.Equal(["a/b/椅子 1%.jpg", "x/椅子 1%.jpg", "椅子 1%.jpg"], await FindAsync("椅子 1%.jpg"));
        Assert.Equal(["a_b.jpg"], await FindAsync("a_b.jpg"));
        Assert.Equal(["椅子 1%.jpg/c.jpg"], await FindAsync("c.jpg"));
        Assert.Empty(await FindAsync("x/椅子 1%.jpg"));
        Assert.Empty(await FindAsync("1%.jpg"));
        Assert.Empty(await FindAsync("c.jpg\0"));
        await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(""));
    }

    [Fact]
    public async Task Images_WithoutAnEmbedding_AreNeitherFoundNorCounted()
    {
        await FillAsync(("a.jpg", "A"), ("copy.jpg", "A"), ("b.jpg", "B"));
        var ids = (await Store.ReadImagesAsync(Cancel)).Select(image => image.Id).ToArray();
        Assert.Equal(3, await Store.CountImagesAsync(Cancel));

        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "another" }, SpaceKind.Visual), Cancel);

        Assert.Equal(0, await Store.CountImagesAsync(Cancel));
        Assert.Empty(await Store.ReadImagesAsync(ids, Cancel));
        Assert.Empty(await FindAsync("a.jpg"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task ReadImages_InPages_AreAllInOrder(int count)
    {
        var other = Path.Combine(Path.GetTempPath(), "another gallery");
        await FillAsync(("b/a.jpg", "A"), ("a.jpg", "A"), ("c.jpg", "C"), ("\uE000.jpg", "D"), ("😀.jpg", "E"));
        await Store.AddFolderAsync(other, Cancel);
        var changes = new LibraryChanges();
        changes.Files.AddRange([FileOf("c.jpg", "A") with { Folder = other }, FileOf("a.jpg", "C") with { Folder = other }]);
        await Store.ApplyAsync(changes, Cancel);

        var read = new List<Image>();
        ImageCursor? after = null;
        while (await Store.ReadImagesAsync(after, count, Cancel) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, count);
            read.AddRange(page);
            after = ImageCursor.Behind(page[^1]);
        }

        Assert.Equal(7, read.Count);
        Assert.Equal(await Store.ReadImagesAsync(Cancel), read);
    }

    [Fact]
    public async Task ReadImages_InPages_GoOnBehindAnImageThatIsGone()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        var first = await Store.ReadImagesAsync(after: null, 2, Cancel);
        await RemoveAsync("b.jpg");
        await ApplyAsync(("a2.jpg", "D"));

        Assert.Equal(["c.jpg"], (await Store.ReadImagesAsync(ImageCursor.Behind(first[^1]), 2, Cancel)).Select(image => image.Path));
        Assert.Empty(await Store.ReadImagesAsync(new ImageCursor("d.jpg", "/nowhere"), 2, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadImagesAsync(after: null, 0, Cancel));
    }

    [Fact]
    public async Task ReadImages_MoreThanAPage_AreAllReadOnce()
    {
        await FillAsync([.. Enumerable.Range(0, 2500).Select(n => ($"{n}.jpg", $"{n}"))]);

        var read = new List<Image>();
        await foreach (var image in Store.ReadImagesInPagesAsync(Cancel))
            read.Add(image);

        Assert.Equal(await Store.ReadImagesAsync(Cancel), read);
    }

    private async Task<IEnumerable<string>> FindAsync(string fileName) =>
        (await Store.FindImagesByFileNameAsync(fileName, Cancel)).Select(image => image.Path);
}
