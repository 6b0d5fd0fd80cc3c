using Kindred.Images;

namespace Kindred.Cli.Output;

/// <summary>
/// What images are called where several are shown: by the path inside their folder, or by the whole one where another of them has the same,
/// as with two folders of a library.
/// </summary>
/// <param name="images">All that are shown.</param>
internal sealed class ShownNames(IEnumerable<Image> images)
{
    private readonly HashSet<string> _shared = new(
        images.DistinctBy(image => image.Id).CountBy(image => image.Path).Where(path => path.Value > 1).Select(path => path.Key),
        StringComparer.Ordinal);

    /// <summary>The names of results, and of what stands behind them.</summary>
    /// <param name="results">The results.</param>
    /// <param name="asked">What was asked about, where that is an image.</param>
    public static ShownNames Of(IReadOnlyList<ScoredImage> results, Image? asked = null) => new(
    [
        .. results.SelectMany(result => (Image[])[result.Image, .. result.Variants, .. result.NearDuplicates, .. result.Views]),
        .. asked is null ? (Image[])[] : [asked],
    ]);

    public string Of(Image image) => _shared.Contains(image.Path) ? image.File : image.Path;
}
