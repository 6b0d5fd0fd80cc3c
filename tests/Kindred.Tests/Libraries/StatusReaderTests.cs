using Kindred.Derived;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Libraries;

public sealed class StatusReaderTests(LibraryFixture fixture) : IndexingScenario(fixture)
{
    [Fact]
    public async Task Read_GalleryIsOpen_SaysTheSameAndReadsNoImage()
    {
        await IndexAsync();
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        var evaluation = new LastEvaluation
        {
            Time = DateTimeOffset.UnixEpoch,
            Seed = 1,
            Images = gallery.Images.Count,
            Space = gallery.Space.Kind,
            SpaceVersion = gallery.Space.Version,
            Figures = new Dictionary<string, double>(),
        };
        await new DerivedCache(Library.Store).WriteAsync(
            LastEvaluation.Kept, new DerivedValue<GalleryState, LastEvaluation>(GalleryState.Of(gallery), evaluation), Cancel);
        var (asked, expected) = (new List<string>(), await Library.ReadStatusAsync(Cancel));

        var status = await ReadAsync(gallery, asked);

        Assert.DoesNotContain(nameof(ILibraryStore.ReadImagesAsync), asked);
        Assert.Equal(6, status.Images);
        Assert.Equal([new("cat", 3), new("dog", 3)], status.Labels);
        Assert.Equal(expected.Labels, status.Labels);
        Assert.True(expected.IsEvaluationCurrent && status.IsEvaluationCurrent); // Both find the state that the images have.
    }

    [Fact]
    public async Task Read_LibraryHasChangedSince_ReadsItsImages()
    {
        await IndexAsync();
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        File.Delete(Picture("dog/5.jpg"));
        await IndexAsync();
        var asked = new List<string>();

        var status = await ReadAsync(gallery, asked);

        Assert.Contains(nameof(ILibraryStore.ReadImagesAsync), asked);
        Assert.Equal([new("cat", 3), new("dog", 2)], status.Labels);
    }

    private async Task<LibraryStatus> ReadAsync(Gallery gallery, List<string> asked)
    {
        await using var sqlite = SqliteLibraryStore.Open(LibraryPath);
        var (store, watched) = WatchedStore.Over(sqlite);
        watched.Before = asked.Add;
        return await new StatusReader(store, new IndexCache(store)).ReadAsync(gallery, Cancel);
    }
}
