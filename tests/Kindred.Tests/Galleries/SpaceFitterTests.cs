using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Galleries;

/// <summary>However large a library is, a fit reads a sample of its raw embeddings, a chunk at a time.</summary>
public sealed class SpaceFitterTests : IAsyncLifetime
{
    private const int Dimensions = 4;
    private const int Images = 13_000;
    private const int ChunkRows = 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly LibrarySettings _settings =
        new(new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true), SpaceKind.Visual);

    private SqliteLibraryStore _sqlite = null!; // Set before every test.
    private ILibraryStore _store = null!; // Set before every test.
    private CountingStore _count = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sqlite = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        (_store, _count) = CountingStore.Over(_sqlite);
        await _sqlite.WriteSettingsAsync(_settings, Cancel);
        await _sqlite.AddFolderAsync("/gallery", Cancel);
        var random = new Random(1);
        var changes = new LibraryChanges();
        for (var image = 0; image < Images; image++)
        {
            var content = ContentHash.Of(BitConverter.GetBytes(image));
            float[] embedding = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle())];
            changes.Embeddings.Add(new ContentEmbedding(content, embedding, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", $"{image:00000}.jpg", content, 1, DateTime.UnixEpoch));
        }

        await _sqlite.ApplyAsync(changes, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _sqlite.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Current_LargeLibrary_ReadsOnlyASampleInChunks(bool refit)
    {
        if (refit)
            (await new SpaceFitter(_sqlite).CurrentAsync(_settings, refit: false, progress: null, Cancel)).Dispose();

        using var fitted = await new SpaceFitter(_store).CurrentAsync(_settings, refit, progress: null, Cancel);

        Assert.Equal((SpaceKind.Visual, Images), (fitted.Space.Kind, fitted.Space.FittedOn));
        Assert.Equal((VisualSpace.SampleSize, ChunkRows, 0), (_count.Asked, _count.AskedAtOnce, _count.AskedForAll));
    }

    [Fact]
    public async Task RawSample_EverythingWanted_StaysBounded()
    {
        var images = await _store.ReadImagesAsync(Cancel);

        using var sample = await RawSample.ReadAsync(_store, Dimensions, images, Enumerable.Range(0, Images).ToHashSet(), Cancel);

        Assert.InRange(sample.Embeddings.Rows, VisualSpace.SampleSize, VisualSpace.SampleSize + RawSample.MostWanted);
        Assert.Equal(sample.Embeddings.Rows, _count.Asked);
        Assert.Equal((ChunkRows, 0), (_count.AskedAtOnce, _count.AskedForAll));
        Assert.True(sample.Positions[0] < 2 && sample.Positions[^1] > Images - 4); // From end to end.
    }
}
