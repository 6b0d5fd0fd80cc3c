namespace Kindred.Images;

/// <summary>Turns pictures into embeddings. Safe to use from several threads.</summary>
public interface IImageEmbedder : IDisposable
{
    /// <summary>What the embeddings are made with. Equal stamps make equal embeddings of equal pictures.</summary>
    EmbedderStamp Stamp { get; }

    /// <summary>
    /// Embeds pictures as they come, on all cores. Takes ownership of every image it reads and disposes it. Results come in no
    /// particular order, one for each image; a picture that cannot be read is a failed result, never an exception.
    /// </summary>
    /// <param name="images">The pictures; read no further ahead than keeps the cores busy.</param>
    /// <param name="cancellationToken">Stops at once; images in flight have no result.</param>
    IAsyncEnumerable<EmbeddingResult> EmbedAsync(IAsyncEnumerable<EncodedImage> images, CancellationToken cancellationToken = default);
}
