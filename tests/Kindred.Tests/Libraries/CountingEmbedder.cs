using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Tests.Libraries;

/// <summary>The real embedder, watched, and under another name where a test needs two models.</summary>
internal sealed class CountingEmbedder(IImageEmbedder embedder, Action onEmbedded, EmbedderStamp? stamp = null) : IImageEmbedder
{
    public EmbedderStamp Stamp => stamp ?? embedder.Stamp;

    public IAsyncEnumerable<EmbeddingResult> EmbedAsync(
        IAsyncEnumerable<EncodedImage> images, CancellationToken cancellationToken = default) =>
        embedder.EmbedAsync(images, cancellationToken).Select(result =>
        {
            onEmbedded();
            return result;
        });

    public void Dispose()
    {
    }
}
