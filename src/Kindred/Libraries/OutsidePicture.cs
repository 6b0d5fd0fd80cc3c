using Kindred.Copies;
using Kindred.Images;

namespace Kindred.Libraries;

/// <summary>Makes a query of a picture file that the library does not have.</summary>
internal sealed class OutsidePicture(IImageEmbedder embedder, CopyFinding copies)
{
    /// <summary>Nearest images in which copies of the picture are looked for.</summary>
    private const int CopyCandidates = 20;

    /// <summary>Reads, hashes and embeds the file, and finds the gallery's images that show the same photograph.</summary>
    /// <exception cref="KindredException">The file is no picture.</exception>
    public async Task<ImageQuery> QueryAsync(Gallery gallery, string name, CancellationToken cancellationToken)
    {
        try
        {
            var file = await EncodedImage.ReadAsync(0, name, cancellationToken: cancellationToken);
            var content = ContentHash.Of(file.Bytes.Span);
            var embedded = await EmbedAsync(file, cancellationToken);
            var query = gallery.Query(name, content, embedded.Embedding);
            return embedded.Fingerprint is { } fingerprint
                ? query.InGroups(await CopyGroupsAsync(gallery, query, new FingerprintedImage(embedded.Embedding, fingerprint), cancellationToken))
                : query;
        }
        catch (UnreadableImageException exception)
        {
            throw new KindredException($"{name} cannot be read: {exception.Message}.", exception);
        }
    }

    private async Task<int[]> CopyGroupsAsync(
        Gallery gallery, ImageQuery query, FingerprintedImage picture, CancellationToken cancellationToken)
    {
        var candidates = gallery.Similar(query, CopyCandidates).Select(found => found.Image.Content).ToHashSet();
        var found = await copies.CopiesOfAsync(picture, candidates, cancellationToken);
        return [.. found.Select(gallery.Copies.Of).OfType<int>()];
    }

    private async Task<EmbeddingResult> EmbedAsync(EncodedImage file, CancellationToken cancellationToken)
    {
        await foreach (var result in embedder.EmbedAsync(new[] { file }.ToAsyncEnumerable(), cancellationToken))
            return result.Failure is { } reason ? throw new UnreadableImageException(reason) : result;
        throw new InvalidOperationException("The embedder had no result for a picture.");
    }
}
