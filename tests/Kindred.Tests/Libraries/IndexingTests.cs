using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Libraries;

public sealed class IndexingTests(LibraryFixture fixture) : IndexingScenario(fixture)
{
    [Fact]
    public async Task Index_NewFolder_TakesAll_ThenNothing()
    {
        var first = await IndexAsync();
        var second = await IndexAsync();

        Assert.Equal((6, 0, 0, 0, 0), Counts(first));
        Assert.Equal((0, 6, 0, 0, 0), Counts(second));
    }

    [Fact]
    public async Task Index_NewFolder_TellsOneStepAfterAnother()
    {
        var told = new Told();

        await Library.IndexAsync(Pictures, progress: told, cancellationToken: Cancel);

        Assert.Equal(told.Steps.Order(), told.Steps); // Although some run beside each other.
        Assert.Superset(
            new HashSet<LibraryStep> { LibraryStep.Embedding, LibraryStep.Fitting, LibraryStep.Comparing }, told.Steps.ToHashSet());
    }

    [Fact]
    public async Task Index_ChangedAddedRemoved_TakesOnlyThose()
    {
        await IndexAsync();
        TestPictures.Write(Picture("cat/0.jpg"), 100, width: 97);
        TestPictures.Write(Picture("cat/9.jpg"), 9);
        File.Delete(Picture("dog/5.jpg"));

        Assert.Equal((2, 4, 1, 0, 0), Counts(await IndexAsync()));
        Assert.Equal(["cat/0.jpg", "cat/1.jpg", "cat/2.jpg", "cat/9.jpg", "dog/3.jpg", "dog/4.jpg"], await PathsAsync());
    }

    [Fact]
    public async Task Index_Touched_EmbedsNothingAnew()
    {
        await IndexAsync();
        File.SetLastWriteTimeUtc(Picture("cat/0.jpg"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var embedded = 0;

        await using var watched = new Library(
            SqliteLibraryStore.OpenOrCreate(LibraryPath), () => new CountingEmbedder(Fixture.Embedder, () => embedded++));
        var report = await watched.IndexAsync(Pictures, cancellationToken: Cancel);

        Assert.Equal((1, 5, 0, 0, 0), Counts(report));
        Assert.Equal(0, embedded);
    }

    [Fact]
    public async Task Index_Renamed_KeepsIdsAndEmbedsNothingAnew()
    {
        await IndexAsync();
        var before = await IdsAsync();
        Directory.Move(Picture("dog"), Picture("hound"));
        File.Move(Picture("cat/0.jpg"), Picture("cat/first.jpg"));

        var report = await IndexAsync();

        Assert.Equal((0, 2, 0, 4, 0), Counts(report));
        var after = await IdsAsync();
        Assert.Equal(before["dog/4.jpg"], after["hound/4.jpg"]);
        Assert.Equal(before["cat/0.jpg"], after["cat/first.jpg"]);
    }

    [Fact]
    public async Task Index_NamesSwapped_FollowsTheContent()
    {
        await IndexAsync();
        File.Move(Picture("cat/0.jpg"), Picture("cat/t.jpg"));
        File.Move(Picture("dog/3.jpg"), Picture("cat/0.jpg"));
        File.Move(Picture("cat/t.jpg"), Picture("dog/3.jpg"));

        await IndexAsync();

        using var gallery = await Library.OpenGalleryAsync(Cancel);
        var query = await gallery.QueryAsync(Picture("cat/0.jpg"), Cancel);
        Assert.Equal(6, gallery.Images.Count);
        Assert.Equal(Kindred.Images.ContentHash.Of(await File.ReadAllBytesAsync(Picture("cat/0.jpg"), Cancel)), query.Content);
    }

    [Fact]
    public async Task Index_Copies_AreImagesOfTheirOwnWithOneEmbedding()
    {
        File.Copy(Picture("cat/0.jpg"), Picture("dog/copy.jpg"));

        Assert.Equal((7, 0, 0, 0, 0), Counts(await IndexAsync()));
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        var nearest = gallery.Similar(gallery.Query(gallery.Find("cat/0.jpg")!), 1)[0];
        Assert.Equal("dog/copy.jpg", nearest.Image.Path);
        Assert.Equal(0, nearest.Distance, 1e-5f);
    }

    [Fact]
    public async Task Index_BadPictures_AreNamedRememberedAndTriedAgainWhenTheyChange()
    {
        await File.WriteAllTextAsync(Picture("cat/text.jpg"), "this is text", Cancel);
        await File.WriteAllBytesAsync(Picture("cat/empty.png"), [], Cancel);

        var first = await IndexAsync();
        Assert.Equal((6, 0, 0, 0, 2), Counts(first));
        Assert.Equal(["cat/empty.png", "cat/text.jpg"], first.Failures.Select(failure => failure.Path));
        Assert.All(first.Failures, failure => Assert.NotEmpty(failure.Reason));

        var second = await IndexAsync();
        Assert.Equal((0, 6, 0, 0, 2), Counts(second));
        Assert.Equal(first.Failures.Select(failure => failure.Reason), second.Failures.Select(failure => failure.Reason));

        TestPictures.Write(Picture("cat/text.jpg"), 50);
        File.Delete(Picture("cat/empty.png"));
        Assert.Equal((1, 6, 0, 0, 0), Counts(await IndexAsync()));
        Assert.Empty((await Library.ReadStatusAsync(Cancel)).Failures);
    }

    [Fact]
    public async Task Index_PictureGoneBad_IsNoLongerAnImage()
    {
        await IndexAsync();
        await File.WriteAllTextAsync(Picture("cat/0.jpg"), "broken", Cancel);

        Assert.Equal((0, 5, 0, 0, 1), Counts(await IndexAsync()));
        Assert.DoesNotContain("cat/0.jpg", await PathsAsync());
    }

    [Fact]
    public async Task Index_Limit_TakesTheFirstByPath_AndRemovesNothing()
    {
        Assert.Equal((4, 0, 0, 0, 0), Counts(await IndexAsync(new IndexOptions { Limit = 4 })));
        Assert.Equal(["cat/0.jpg", "cat/1.jpg", "cat/2.jpg", "dog/3.jpg"], await PathsAsync());

        Assert.Equal((2, 4, 0, 0, 0), Counts(await IndexAsync()));
        Assert.Equal((0, 1, 0, 0, 0), Counts(await IndexAsync(new IndexOptions { Limit = 1 })));
        Assert.Equal(6, (await PathsAsync()).Count);
    }

    [Fact]
    public async Task Index_PartOfAGallery_LooksAtThatPartAlone()
    {
        await IndexAsync();
        File.Delete(Picture("dog/3.jpg"));
        TestPictures.Write(Picture("cat/7.jpg"), 7);

        var report = await Library.IndexAsync(Picture("cat"), cancellationToken: Cancel);

        Assert.Equal((1, 3, 0, 0, 0), Counts(report));
        Assert.Contains("dog/3.jpg", await PathsAsync());
        Assert.Contains("cat/7.jpg", await PathsAsync());
    }

    [Fact]
    public async Task Index_FolderAroundAnIndexedOne_TakesItIn()
    {
        await Library.IndexAsync(Picture("cat"), cancellationToken: Cancel);

        Assert.Equal((3, 3, 0, 0, 0), Counts(await IndexAsync()));
        Assert.Equal(6, (await PathsAsync()).Count);
        Assert.Single((await Library.ReadStatusAsync(Cancel)).Folders);
    }

    [Fact]
    public async Task Index_TwoFolders_KeepsBoth()
    {
        await Library.IndexAsync(Picture("cat"), cancellationToken: Cancel);
        await Library.IndexAsync(Picture("dog"), cancellationToken: Cancel);

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"], await PathsAsync());
    }

    [Fact]
    public async Task Index_OtherModel_IsRefusedWithBothNamed_AndForceTakesItOver()
    {
        await IndexAsync();
        var otherStamp = Fixture.Embedder.Stamp with { Model = "another-model", Weights = new string('b', 64) };
        await using var other = new Library(
            SqliteLibraryStore.OpenOrCreate(LibraryPath), () => new CountingEmbedder(Fixture.Embedder, () => { }, otherStamp));

        var exception = await Assert.ThrowsAsync<ModelMismatchException>(() => other.IndexAsync(Pictures, cancellationToken: Cancel));
        Assert.Contains("mobilenet-v2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("another-model", exception.Message, StringComparison.Ordinal);
        Assert.Equal((Fixture.Embedder.Stamp, otherStamp), (exception.Made, exception.Asked));
        Assert.Equal(6, (await PathsAsync()).Count);

        var report = await other.IndexAsync(Pictures, new IndexOptions { Force = true }, cancellationToken: Cancel);
        Assert.Equal((6, 0, 0, 0, 0), Counts(report));
        Assert.Equal(otherStamp, (await other.ReadStatusAsync(Cancel)).Stamp);
    }

    [Fact]
    public async Task Index_FolderGone_IsTakenOutOnlyWhenAsked()
    {
        await Library.IndexAsync(Picture("cat"), cancellationToken: Cancel);
        await Library.IndexAsync(Picture("dog"), cancellationToken: Cancel);
        Directory.Delete(Path.Combine(Pictures, "dog"), recursive: true);
        var dog = Path.Combine(Pictures, "dog");

        var exception = await Assert.ThrowsAsync<KindredException>(() => Library.IndexAsync(dog, cancellationToken: Cancel));
        Assert.Equal((Fault.FolderMissing, dog), (exception.Fault, exception.Subject));
        Assert.Equal(6, (await PathsAsync()).Count);

        Assert.Equal(3, (await Library.IndexAsync(dog, new IndexOptions { RemoveMissing = true }, cancellationToken: Cancel)).Removed);
        Assert.Equal(3, (await PathsAsync()).Count);
    }

    [Fact]
    public async Task Index_WhileAnotherIndexes_IsTold()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(LibraryPath);
        using (store.LockForIndexing())
            await Assert.ThrowsAsync<StoreException>(() => IndexAsync());

        Assert.Equal((6, 0, 0, 0, 0), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_MissingFolder_SaysSo()
    {
        await Assert.ThrowsAsync<KindredException>(() => Library.IndexAsync(Picture("none"), cancellationToken: Cancel));
        await Assert.ThrowsAsync<KindredException>(() => Library.IndexAsync(Picture("cat/0.jpg"), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Index_GrowingGallery_FitsItsSpaceAgain()
    {
        await IndexAsync();
        Assert.Equal(0, (await Library.ReadStatusAsync(Cancel)).SpaceVersion);

        for (var i = 0; i < 20; i++)
            TestPictures.Write(Picture($"more/{i}.jpg"), 1000 + i);
        await IndexAsync();
        var first = await Library.ReadStatusAsync(Cancel);
        Assert.Equal((SpaceKind.Visual, 1, 26), (first.Space, first.SpaceVersion, first.SpaceFittedOn));

        for (var i = 20; i < 40; i++)
            TestPictures.Write(Picture($"more/{i}.jpg"), 1000 + i);
        await IndexAsync();
        Assert.Equal(1, (await Library.ReadStatusAsync(Cancel)).SpaceVersion);

        for (var i = 40; i < 60; i++)
            TestPictures.Write(Picture($"more/{i}.jpg"), 1000 + i);
        await IndexAsync();
        var grown = await Library.ReadStatusAsync(Cancel);
        Assert.Equal((2, 66), (grown.SpaceVersion, grown.SpaceFittedOn));

        await IndexAsync(new IndexOptions { Refit = true });
        Assert.Equal(3, (await Library.ReadStatusAsync(Cancel)).SpaceVersion);
        await IndexAsync(new IndexOptions { Space = SpaceKind.None });
        var status = await Library.ReadStatusAsync(Cancel);
        Assert.Equal((SpaceKind.None, 0), (status.Space, status.SpaceVersion));
    }

    [Fact]
    public async Task Index_OtherSpace_KeepsTheSearchThatTheLibraryWants()
    {
        await IndexAsync();
        await using var store = SqliteLibraryStore.Open(LibraryPath);
        var settings = (await store.ReadSettingsAsync(Cancel))! with { Search = SearchKind.Hnsw, Vectors = VectorPrecision.Int8 };
        await store.WriteSettingsAsync(settings, Cancel);

        await IndexAsync(new IndexOptions { Space = SpaceKind.None });

        Assert.Equal(settings with { Space = SpaceKind.None }, await store.ReadSettingsAsync(Cancel));
    }

    [Fact]
    public async Task OpenGallery_NothingIndexed_SaysThatTheLibraryIsEmpty()
    {
        var exception = await Assert.ThrowsAsync<KindredException>(() => Library.OpenGalleryAsync(Cancel));

        Assert.Equal(Fault.LibraryEmpty, exception.Fault);
    }

    private async Task<Dictionary<string, long>> IdsAsync()
    {
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        return gallery.Images.ToDictionary(image => image.Path, image => image.Id.Value);
    }

    private sealed class Told : IProgress<StepProgress>
    {
        public List<LibraryStep> Steps { get; } = [];

        public void Report(StepProgress value) => Steps.Add(value.Step);
    }
}
