using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Tests.Libraries;

/// <summary>The default model, loaded once for all tests that embed. Needs the weights that test.sh unpacks.</summary>
public sealed class LibraryFixture : IDisposable
{
    internal IImageEmbedder Embedder { get; } = OnnxEmbedder.Load();

    /// <summary>A library on real SQLite with the real model.</summary>
    public Library Open(string directory) => Open(directory, pictures: null);

    /// <summary>The same, with pictures from elsewhere.</summary>
    internal Library Open(string directory, PictureSources? pictures) =>
        new(SqliteLibraryStore.OpenOrCreate(directory), () => new Shared(Embedder), pictures: pictures);

    public void Dispose() => Embedder.Dispose();

    /// <summary>Libraries own their embedder; this one outlives them.</summary>
    private sealed class Shared(IImageEmbedder embedder) : IImageEmbedder
    {
        public EmbedderStamp Stamp => embedder.Stamp;

        public EmbeddingGeometry? Geometry => embedder.Geometry;

        public IAsyncEnumerable<EmbeddingResult> EmbedAsync(
            IAsyncEnumerable<EncodedImage> images, CancellationToken cancellationToken = default) =>
            embedder.EmbedAsync(images, cancellationToken);

        public Task<EmbeddingViews> EmbedViewsAsync(EncodedImage image, CancellationToken cancellationToken = default) =>
            embedder.EmbedViewsAsync(image, cancellationToken);

        public void Dispose()
        {
        }
    }
}
