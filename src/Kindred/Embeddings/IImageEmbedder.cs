using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>Turns pictures into embeddings. Safe to use from several threads.</summary>
internal interface IImageEmbedder : IDisposable
{
    /// <summary>What the embeddings are made with. Equal stamps make equal embeddings of equal pictures.</summary>
    EmbedderStamp Stamp { get; }

    /// <summary>Where in the picture an embedding's numbers come from; <see langword="null"/> where they have no place.</summary>
    EmbeddingGeometry? Geometry => null;

    /// <summary>
    /// Embeds pictures as they come, on all cores. Takes ownership of every image it reads and disposes it. Results come in no
    /// particular order, one for each image; a picture that cannot be read is a failed result, never an exception.
    /// </summary>
    /// <param name="images">The pictures; read no further ahead than keeps the cores busy.</param>
    /// <param name="cancellationToken">Stops at once; images in flight have no result.</param>
    IAsyncEnumerable<EmbeddingResult> EmbedAsync(IAsyncEnumerable<EncodedImage> images, CancellationToken cancellationToken = default);

    /// <summary>
    /// Embeds one picture view by view, to find out where in it a score comes from. Slower than <see cref="EmbedAsync"/>, and only for
    /// embedders that have a <see cref="Geometry"/>. Takes ownership of the image and disposes it.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="cancellationToken">Stops before the picture is embedded.</param>
    /// <exception cref="UnreadableImageException">The picture cannot be read.</exception>
    /// <exception cref="NotSupportedException">The embedder has no layout.</exception>
    Task<EmbeddingViews> EmbedViewsAsync(EncodedImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Dispose();
        return Task.FromException<EmbeddingViews>(
            new NotSupportedException($"The numbers that {Stamp.Model} gives have no place in the picture."));
    }
}
