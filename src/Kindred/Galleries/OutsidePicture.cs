using Kindred.Colors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NearDuplicates.Finding;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>Makes a query of a picture that the library does not have.</summary>
internal sealed class OutsidePicture(IImageEmbedder embedder, NearDuplicateFinder finder)
{
    /// <summary>How many of the nearest images are compared with the picture to find its near-duplicates.</summary>
    private const int NearDuplicateCandidates = 20;

    /// <summary>Reads a file and makes a query of it, named like the file.</summary>
    /// <exception cref="KindredException">The file is no picture; the message names it.</exception>
    public Task<ImageQuery> QueryAsync(Gallery gallery, string file, CancellationToken cancellationToken) =>
        ReadAsync(file, picture => QueryAsync(gallery, file, picture, cancellationToken), cancellationToken);

    /// <summary>Reads a file and makes a query of it for a space, without looking for its near-duplicates.</summary>
    /// <exception cref="KindredException">The file is no picture; the message names it.</exception>
    public Task<ImageQuery> QueryAsync(EmbeddingSpace space, Metric metric, string file, CancellationToken cancellationToken) =>
        ReadAsync(file, async picture =>
        {
            var content = ContentHash.Of(picture.Bytes.Span);
            var embedded = await EmbedAsync(picture, cancellationToken);
            return new ImageQuery(file, content, image: null, space.Project(embedded.Embedding, metric))
                .Knowing(embedded.Width, embedded.Height, []);
        }, cancellationToken);

    /// <summary>Hashes and embeds a picture, which it disposes, and finds the gallery's images that show the same photograph.</summary>
    /// <exception cref="UnreadableImageException">It is no picture.</exception>
    public async Task<ImageQuery> QueryAsync(
        Gallery gallery, string name, EncodedImage picture, CancellationToken cancellationToken)
    {
        var content = ContentHash.Of(picture.Bytes.Span);
        var embedded = await EmbedAsync(picture, cancellationToken);
        var query = gallery.Query(name, content, embedded.Embedding);
        var groups = embedded.Fingerprint is { } fingerprint
            ? await NearDuplicateGroupsAsync(gallery, query, new FingerprintedImage(embedded.Embedding, fingerprint), cancellationToken)
            : [];
        return query.Knowing(embedded.Width, embedded.Height, groups, ColorsOf(embedded));
    }

    private static async Task<ImageQuery> ReadAsync(
        string file, Func<EncodedImage, Task<ImageQuery>> query, CancellationToken cancellationToken)
    {
        try
        {
            return await query(await EncodedImage.ReadAsync(file, cancellationToken: cancellationToken));
        }
        catch (UnreadableImageException exception)
        {
            throw new KindredException(Fault.UnreadablePicture, $"{file} cannot be read: {exception.Message}.", exception)
            {
                Subject = file,
            };
        }
    }

    private static byte[] ColorsOf(EmbeddingResult embedded)
    {
        if (embedded.Fingerprint is not { } fingerprint)
            return [];
        var colors = new byte[ThingColors.Size];
        ThingColors.Find(fingerprint, colors);
        return colors;
    }

    private async Task<int[]> NearDuplicateGroupsAsync(
        Gallery gallery, ImageQuery query, FingerprintedImage picture, CancellationToken cancellationToken)
    {
        var candidates = gallery.Similar(query, NearDuplicateCandidates, new SimilarOptions { Variants = VariantPlaces.All })
            .Select(found => found.Image.Content).ToHashSet();
        var found = await finder.NearDuplicatesOfAsync(picture, candidates, gallery.Stamp, cancellationToken);
        return [.. found.Select(gallery.NearDuplicates.Of).OfType<int>()];
    }

    private async Task<EmbeddingResult> EmbedAsync(EncodedImage picture, CancellationToken cancellationToken)
    {
        await foreach (var result in embedder.EmbedAsync(new[] { picture }.ToAsyncEnumerable(), cancellationToken))
            return result is { Fault: { } fault, Failure: { } reason } ? throw new UnreadableImageException(fault, reason) : result;
        throw new InvalidOperationException("The embedder had no result for a picture.");
    }
}
