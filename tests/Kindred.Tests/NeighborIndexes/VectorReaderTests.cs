using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.NeighborIndexes;

/// <summary>Embeddings are read and projected in chunks.</summary>
public sealed class VectorReaderTests
{
    private const int ChunkRows = 4;

    private static readonly EmbedderStamp Stamp =
        new("made-up", new string('0', 64), "", "", Metric.Cosine, MadeUpLibrary.Dimensions, FitsSpace: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task ReadChunks_AnyNumberOfImages_GivesAllOfThemInTheirOrder(int count)
    {
        using var library = await MadeUpLibrary.CreateAsync(count);
        await using var store = SqliteLibraryStore.Open(library.Location);
        using var space = Space();
        var reader = new VectorReader(store, Stamp, space) { ChunkRows = ChunkRows };

        var images = new List<Image>();
        var rows = new List<float[]>();
        await foreach (var (some, projected) in reader.ReadChunksAsync(Cancel))
        {
            Assert.InRange(some.Count, 1, ChunkRows);
            Assert.Equal(some.Count, projected.Rows);
            images.AddRange(some);
            rows.AddRange(Enumerable.Range(0, projected.Rows).Select(row => projected[row].ToArray()));
        }

        Assert.Equal(await store.ReadImagesAsync(Cancel), images);
        var embeddings = await store.ReadContentEmbeddingsAsync([.. images.Select(image => image.Content)], Cancel);
        Assert.Equal(images.Select(image => embeddings[image.Content].Select(value => (float)value).ToArray()), rows);
    }

    [Fact]
    public async Task ReadChunks_EmbeddingsOfAnotherModel_SaysThatTheLibraryIsChanging()
    {
        using var library = await MadeUpLibrary.CreateAsync(5);
        await using var store = SqliteLibraryStore.Open(library.Location);
        using var space = EmbeddingSpace.Identity(2 * MadeUpLibrary.Dimensions);
        var reader = new VectorReader(store, Stamp with { Dimensions = 2 * MadeUpLibrary.Dimensions }, space) { ChunkRows = ChunkRows };

        var exception = await Assert.ThrowsAsync<KindredException>(async () =>
        {
            await foreach (var _ in reader.ReadChunksAsync(Cancel))
                Assert.Fail("There is nothing of that length.");
        });

        Assert.Equal(Fault.LibraryChanging, exception.Fault);
    }

    private static EmbeddingSpace Space() => EmbeddingSpace.Identity(MadeUpLibrary.Dimensions);
}
