using Kindred.Images;
using Kindred.Libraries;
using Kindred.Vision.Decoding;

namespace Kindred.Cli.Sheets;

/// <summary>Draws search results and recommendations: reads the pictures' files as guardedly as indexing does, then lays out a sheet.</summary>
internal static class ResultSheets
{
    /// <summary>Pictures on a sheet are smaller than this even where they are largest.</summary>
    private const int ThumbnailSize = 640;

    private static readonly ImageDecoder Decoder = new();

    public static async Task SaveSimilarAsync(
        string path, ImageQuery query, IReadOnlyList<ScoredImage> results, CancellationToken cancellationToken) =>
        new SimilarSheet(await CellAsync(query, cancellationToken), await CellsAsync(results, cancellationToken))
        {
            Title = "Most similar",
            Subtitle = query.Name,
        }.Save(path);

    public static async Task SaveRecommendationsAsync(
        string path, IReadOnlyList<ImageQuery> likes, IReadOnlyList<ImageQuery> dislikes, IReadOnlyList<ScoredImage> results,
        CancellationToken cancellationToken)
    {
        SheetGroup[] choices =
        [
            new("Likes", await CellsAsync(likes, cancellationToken)),
            new("Dislikes", await CellsAsync(dislikes, cancellationToken), Disliked: true),
        ];
        new RecommendationSheet(choices, await CellsAsync(results, cancellationToken)) { Title = "Recommended" }.Save(path);
    }

    private static async Task<SheetCell[]> CellsAsync(IEnumerable<ImageQuery> queries, CancellationToken cancellationToken) =>
        await Task.WhenAll(queries.Select(query => CellAsync(query, cancellationToken)));

    private static async Task<SheetCell[]> CellsAsync(IEnumerable<ScoredImage> results, CancellationToken cancellationToken) =>
        await Task.WhenAll(results.Select(async result => await CellAsync(result.Image, cancellationToken) with { Score = result.Score }));

    private static async Task<SheetCell> CellAsync(ImageQuery query, CancellationToken cancellationToken) => query.Image is { } image
        ? await CellAsync(image, cancellationToken)
        : new SheetCell(await ReadAsync(query.File, cancellationToken), Path.GetFileName(query.Name));

    private static async Task<SheetCell> CellAsync(Image image, CancellationToken cancellationToken) =>
        new(await ReadAsync(image.File, cancellationToken), Path.GetFileName(image.Path), image.Label);

    /// <summary>The picture, or <see langword="null"/> where its file has gone or gone bad since it was indexed.</summary>
    private static async Task<SheetPicture?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var encoded = await EncodedImage.ReadAsync(0, file, cancellationToken: cancellationToken);
            var decoded = Decoder.DecodeToFit(encoded.Bytes.Span, ThumbnailSize, ThumbnailSize);
            return new SheetPicture(decoded.Width, decoded.Height, decoded.Rgb);
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }
}
