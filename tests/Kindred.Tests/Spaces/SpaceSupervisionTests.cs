using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Layouts;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Spaces;

/// <summary>
/// What teaches a library's space, and when it is fitted anew. Made-up embeddings of kinds that looks alone tell apart badly.
/// </summary>
public sealed class SpaceSupervisionTests : IAsyncLifetime
{
    private const int Dimensions = 60;
    private const int Kinds = 4;
    private const int Images = 160;

    private static readonly EmbedderStamp Stamp = new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();
    private SqliteLibraryStore _store = null!; // Set before every test.
    private Library _library = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        _library = new Library(_store, () => throw new InvalidOperationException("Nothing is embedded here."));
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Learned), Cancel);
        await _store.AddFolderAsync("/gallery", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task NoLabelsAndNoChoices_StaysWithLooks()
    {
        await FillAsync(labelled: false);

        var status = await StatusAsync();

        Assert.Equal((SpaceKind.Visual, SpaceKind.Learned), (status.Space, status.WantedSpace));
        Assert.Null(status.SpaceGain);
    }

    [Fact]
    public async Task Choices_OfUsersWhoLikeOneKindEach_TeachTheSpace()
    {
        await FillAsync(labelled: false);
        await LikeAsync(users: 12, likes: 10);

        var status = await StatusAsync();

        Assert.Equal(SpaceKind.Learned, status.Space);
        Assert.True(status.SpaceGain!.Learned > status.SpaceGain.Visual, $"{status.SpaceGain}");
        Assert.Equal(0, status.SpaceGain.Labels);
        Assert.True(status.SpaceGain.Tastes >= 12, $"{status.SpaceGain}");
    }

    [Fact]
    public async Task Choices_BesideLabels_RefineTheSpace()
    {
        await FillAsync(labelled: true);
        var before = (await StatusAsync()).SpaceGain!;
        await LikeAsync(users: 2, likes: 10);

        var after = (await StatusAsync()).SpaceGain!;

        Assert.Equal((Kinds, 0), (before.Labels, before.Tastes));
        Assert.Equal(Kinds, after.Labels);
        Assert.True(after.Tastes > 0);
    }

    [Fact]
    public async Task Fit_IsDueAgain_WhenImagesLabelsOrEnoughChoicesChange()
    {
        await FillAsync(labelled: true);
        Assert.Equal(1, (await StatusAsync()).SpaceVersion);
        Assert.Equal(1, (await StatusAsync()).SpaceVersion);

        await LikeAsync(users: 1, likes: 4);
        Assert.Equal(1, (await StatusAsync()).SpaceVersion); // A few choices change nothing.
        await LikeAsync(users: 1, likes: 10);
        Assert.Equal(2, (await StatusAsync()).SpaceVersion);

        await FillAsync(labelled: true, images: Images + 1);
        Assert.Equal(3, (await StatusAsync()).SpaceVersion);
    }

    [Fact]
    public async Task IsFitDue_IsWhatOpeningTheGalleryAgainFindsOut()
    {
        await FillAsync(labelled: true);
        await LikeAsync(users: 1, likes: 3);
        using var gallery = await _library.PreparedAsync(Cancel);
        Assert.False(await gallery.IsFitDueAsync(Cancel));

        await LikeAsync(users: 1, likes: 10); // Seven more: one too few.
        Assert.False(await gallery.IsFitDueAsync(Cancel));
        using (var again = await _library.PreparedAsync(Cancel))
            Assert.Equal(gallery.Space.Version, again.Space.Version);

        await LikeAsync(users: 1, likes: 11);
        Assert.True(await gallery.IsFitDueAsync(Cancel));
        using var refitted = await _library.PreparedAsync(Cancel);
        Assert.Equal(gallery.Space.Version + 1, refitted.Space.Version);
        Assert.False(await refitted.IsFitDueAsync(Cancel));
    }

    [Fact]
    public async Task IsFitDue_SpaceByLooks_IsNeverDueForChoices()
    {
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await FillAsync(labelled: true);
        using var gallery = await _library.PreparedAsync(Cancel);

        await LikeAsync(users: 3, likes: 12);

        Assert.False(await gallery.IsFitDueAsync(Cancel));
    }

    [Fact]
    public async Task Revision_OfAGalleryThatFittedItsSpace_IsTheLibrarys()
    {
        await FillAsync(labelled: true);
        var filled = await _library.ReadRevisionAsync(Cancel);

        using var gallery = await _library.PreparedAsync(Cancel);

        Assert.True(gallery.Revision > filled); // It fitted a space.
        Assert.Equal(await _library.ReadRevisionAsync(Cancel), gallery.Revision);
        await LikeAsync(users: 1, likes: 3);
        Assert.Equal(await _library.ReadRevisionAsync(Cancel), gallery.Revision);
        await FillAsync(labelled: true, images: Images + 1);
        Assert.NotEqual(await _library.ReadRevisionAsync(Cancel), gallery.Revision);
    }

    [Fact]
    public async Task Visual_ChosenByName_LearnsNothing()
    {
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await FillAsync(labelled: true);

        Assert.Equal(SpaceKind.Visual, (await StatusAsync()).Space);
    }

    [Fact]
    public async Task Calibration_IsStoredAndRefreshed()
    {
        await FillAsync(labelled: true);
        (await _library.PreparedAsync(Cancel)).Dispose();
        var first = await new DerivedCache(_store).ReadAsync(GalleryValues.Confidence, Cancel);
        Assert.NotNull(first);
        (await _library.PreparedAsync(Cancel)).Dispose();
        var second = await new DerivedCache(_store).ReadAsync(GalleryValues.Confidence, Cancel);
        Assert.Equal(first.Source, second!.Source);
        Assert.Equal(first.Value.Write(), second.Value.Write());

        await FillAsync(labelled: true, images: Images + 20);
        (await _library.PreparedAsync(Cancel)).Dispose();

        Assert.NotEqual(first.Source, (await new DerivedCache(_store).ReadAsync(GalleryValues.Confidence, Cancel))?.Source);
    }

    [Fact]
    public async Task Map_IsStoredAndRefreshed()
    {
        await FillAsync(labelled: true);
        using (var gallery = await _library.PreparedAsync(Cancel))
        {
            var map = await gallery.ReadLayoutAsync(cancellationToken: Cancel);
            var (state, stored) = (await new DerivedCache(_store).ReadAsync(GalleryValues.Layout, Cancel))!;
            Assert.Equal(map.Positions, stored.Positions);

            // Whatever is stored for this gallery is its map: it is not computed again.
            var middle = new GalleryLayout(map.Positions.Select(_ => new LayoutPosition(0.5f, 0.5f)));
            await new DerivedCache(_store).WriteAsync(GalleryValues.Layout, new(state, middle), Cancel);
            Assert.Equal(new LayoutPosition(0.5f, 0.5f), (await gallery.ReadLayoutAsync(cancellationToken: Cancel)).Positions[0]);
        }

        await FillAsync(labelled: true, images: Images + 1);
        using var changed = await _library.PreparedAsync(Cancel);
        Assert.Equal(Images + 1, (await changed.ReadLayoutAsync(cancellationToken: Cancel)).Positions.Distinct().Count());
    }

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    /// <summary>Kinds differ in a faint direction, drowned in what differs between any two images.</summary>
    private Task FillAsync(bool labelled, int images = Images)
    {
        var changes = new LibraryChanges();
        for (var image = 0; image < images; image++)
        {
            var random = new Random(image);
            float[] embedding = [.. Enumerable.Range(0, Dimensions).Select(i => (float)((random.NextDouble() - 0.5) * (i < 20 ? 2 : 0.3)))];
            embedding[^(1 + (image % Kinds))] += 1.2f;
            var path = labelled ? $"kind{image % Kinds}/{image:000}.jpg" : $"{image:000}.jpg";
            changes.Embeddings.Add(new ContentEmbedding(Content(image), embedding, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", path, Content(image), 1, DateTime.UnixEpoch));
        }

        return _store.ApplyAsync(changes, Cancel);
    }

    private async Task LikeAsync(int users, int likes)
    {
        for (var user = 0; user < users; user++)
        {
            var liked = Enumerable.Range(0, likes).Select(i => ((user * 7 * Kinds) + (i * Kinds) + (user % Kinds)) % Images);
            await _library.Interactions.RecordAsync(
                $"user{user}", InteractionKind.Like, [.. liked.Select(image => (Content(image), $"{image}"))], cancellationToken: Cancel);
        }
    }

    private async Task<LibraryStatus> StatusAsync()
    {
        (await _library.PreparedAsync(Cancel)).Dispose();
        return await _library.ReadStatusAsync(Cancel);
    }
}
