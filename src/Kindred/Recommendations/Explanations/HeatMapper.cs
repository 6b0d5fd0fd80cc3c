using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Recommendations.Explanations;

/// <summary>
/// Computes where in the recommended pictures their scores come from. A stored embedding is the sum of an image and its mirror image and
/// cannot tell left from right, so the pictures are embedded once more.
/// </summary>
internal sealed class HeatMapper(IImageEmbedder embedder, PictureSources pictures)
{
    /// <summary>One heat map for each recommendation; <see langword="null"/> where it has none.</summary>
    public async Task<IReadOnlyList<HeatMap?>> RunAsync(
        EmbeddingSpace space, Metric metric, RecommendationList list, CancellationToken cancellationToken)
    {
        var maps = new HeatMap?[list.Items.Count];
        if (embedder.Geometry is not { } geometry || metric != Metric.Cosine)
            return maps;

        await Parallel.ForAsync(0, maps.Length, cancellationToken, async (i, token) =>
        {
            var item = list.Items[i];
            if (item.Direction is { } direction && await ViewsAsync(item.Image, token) is { } views)
                maps[i] = HeatMap.Compute(geometry, views, space, direction, item.LooksScore);
        });
        return maps;
    }

    /// <summary>The views of an image; <see langword="null"/> where its file is gone or has changed since it was indexed.</summary>
    private async Task<EmbeddingViews?> ViewsAsync(Image image, CancellationToken cancellationToken)
    {
        try
        {
            var file = await pictures.ReadAsync(image, cancellationToken);
            if (ContentHash.Of(file.Bytes.Span) == image.Content)
                return await embedder.EmbedViewsAsync(file, cancellationToken);
            file.Dispose();
            return null;
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }
}
