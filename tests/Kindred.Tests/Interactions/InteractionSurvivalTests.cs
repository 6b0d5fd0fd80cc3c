using Kindred.Folders;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Interactions;

/// <summary>What becomes of choices when the gallery, or the model, changes under them.</summary>
public sealed class InteractionSurvivalTests : IClassFixture<LibraryFixture>, IAsyncLifetime
{
    private readonly LibraryFixture _fixture;
    private readonly TemporaryFolder _folder = new();
    private readonly string _gallery;
    private readonly Library _library;

    public InteractionSurvivalTests(LibraryFixture fixture)
    {
        _fixture = fixture;
        _gallery = Path.GetDirectoryName(_folder.File("gallery", "x"))!;
        _library = fixture.Open(_folder.File("library"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 3; i++)
            TestPictures.Write(Path.Combine(_gallery, $"{i}.jpg"), i);
        await IndexAsync();
        var names = await _library.ReadNamesAsync(Cancel);
        await _library.Interactions.RecordAsync(
            "ann", InteractionKind.Like, [names.Find("0.jpg")!, names.Find("1.jpg")!], cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Library_GivenAClock_DatesThemByIt()
    {
        var time = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
        await using var library = new Library(
            SqliteLibraryStore.Open(_folder.File("library")),
            () => throw new InvalidOperationException("Choosing needs no model."),
            new SetClock(time));
        var names = await library.ReadNamesAsync(Cancel);

        await library.Interactions.RecordAsync("bob", InteractionKind.Seen, [names.Find("2.jpg")!], cancellationToken: Cancel);

        Assert.Equal(time, Assert.Single(await library.Interactions.ReadAsync("bob", cancellationToken: Cancel)).Time);
    }

    [Fact]
    public async Task Index_Force_KeepsThem()
    {
        await IndexAsync(new IndexOptions { Force = true });

        Assert.Equal(["0.jpg", "1.jpg"], await LikedAsync());
    }

    [Fact]
    public async Task Index_Renamed_GoesWithThePicture()
    {
        File.Move(Path.Combine(_gallery, "0.jpg"), Path.Combine(_gallery, "new.jpg"));
        await IndexAsync();

        Assert.Equal(["new.jpg", "1.jpg"], await LikedAsync());
    }

    [Fact]
    public async Task Index_OtherModel_KeepsThem()
    {
        var other = _fixture.Embedder.Stamp with { Model = "another" };
        await using var changed = new Library(
            SqliteLibraryStore.Open(_folder.File("library")), () => new CountingEmbedder(_fixture.Embedder, () => { }, other));
        await changed.IndexAsync(_gallery, new IndexOptions { Force = true }, cancellationToken: Cancel);

        Assert.Equal(["0.jpg", "1.jpg"], await LikedAsync());
    }

    [Fact]
    public async Task Index_RemovedAndBack_CountsAgain()
    {
        var away = _folder.File("away.jpg");
        File.Move(Path.Combine(_gallery, "0.jpg"), away);
        await IndexAsync();
        Assert.Equal([null, "1.jpg"], await LikedAsync());

        File.Move(away, Path.Combine(_gallery, "back.jpg"));
        await IndexAsync();
        Assert.Equal(["back.jpg", "1.jpg"], await LikedAsync());
    }

    [Fact]
    public async Task Index_AllElseRemoved_KeepsTheEmbeddingOfWhatIsLiked()
    {
        var content = (await _library.ReadNamesAsync(Cancel)).Find("0.jpg")!.Content;
        File.Delete(Path.Combine(_gallery, "0.jpg"));
        File.Delete(Path.Combine(_gallery, "1.jpg"));
        await IndexAsync();

        await using var store = SqliteLibraryStore.Open(_folder.File("library"));
        Assert.Equal(
            _fixture.Embedder.Stamp.Dimensions,
            Assert.Single(await store.ReadContentEmbeddingsAsync([content], Cancel)).Value.Length);
    }

    private Task<IndexReport> IndexAsync(IndexOptions? options = null) => _library.IndexAsync(_gallery, options, cancellationToken: Cancel);

    /// <summary>What the liked pictures are called now; null where the library does not have them.</summary>
    private async Task<List<string?>> LikedAsync()
    {
        var names = await _library.ReadNamesAsync(Cancel);
        var likes = await _library.Interactions.ReadAsync("ann", cancellationToken: Cancel);
        return [.. likes.Select(like => names.FindByContent(like.Content)?.Path)];
    }
}
