using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Server.Galleries;
using Kindred.Storage;
using Kindred.Tests.NeighborIndexes;

namespace Kindred.Tests.Server.Galleries;

/// <summary>A server whose library has no graph yet: it answers exactly, and links the graph meanwhile.</summary>
public sealed class GraphLinkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_LibraryWithoutAGraph_ShowsAGalleryThatComparesAll()
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, SearchKind.Hnsw);
        await using var library = made.Open();
        using var live = new LiveGallery(library, new GalleryPreparer(library));

        Assert.True(await live.RefreshAsync(Cancel));

        Assert.True(live.AwaitsGraph);
        using var before = live.Acquire();
        Assert.IsType<FlatIndex>(before.Gallery!.Index); // It has pictures.
        Assert.True(await live.LinkAsync(Cancel));
        using var after = live.Acquire();
        Assert.Equal((1, 2, false), (before.Number, after.Number, live.AwaitsGraph));
        Assert.Equal(before.Revision, after.Revision);
        Assert.IsType<HnswIndex>(after.Gallery!.Index); // As above.
        var image = before.Gallery.Images[3];
        Assert.Equal(before.Gallery.Similar(before.Gallery.Query(image), 5), after.Gallery.Similar(after.Gallery.Query(image), 5));
    }

    [Fact]
    public async Task Link_RequestsSeeANewerGalleryByThen_LeavesThatOne()
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, SearchKind.Hnsw);
        await using var library = made.Open();
        using var live = new LiveGallery(library, new GalleryPreparer(library));
        await live.RefreshAsync(Cancel);
        await made.AddAsync(10);

        Assert.False(await live.LinkAsync(Cancel)); // It is of another revision than what is shown.
        Assert.Equal(1, live.Number);

        Assert.True(await live.RefreshAsync(Cancel));
        Assert.False(live.AwaitsGraph);
    }

    [Fact]
    public async Task Serve_LibraryWithoutAGraph_AnswersAtOnceAndLinksIt()
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, SearchKind.Hnsw);
        await using var run = await ServerRun.StartAsync(
            made.Location, createEmbedder: () => throw new InvalidOperationException("Nothing can be embedded here."));

        var id = Assert.Single(await run.IdsAsync(1));
        Assert.Equal(5, (await run.GetAsync($"/api/images/{id}/similar?limit=5")).GetProperty("items").GetArrayLength());

        await Eventually.TrueAsync(async () => await run.GalleryNumberAsync() == 2, "The graph was not linked.");
        var search = (await run.GetAsync("/api/status")).GetProperty("search");
        Assert.Equal(("hnsw", false), (search.GetProperty("kind").GetString(), search.GetProperty("awaitsGraph").GetBoolean()));
        using var file = IndexFile.TryOpen(made.IndexFile);
        Assert.True(file!.HasGraph); // It was written.
    }
}
