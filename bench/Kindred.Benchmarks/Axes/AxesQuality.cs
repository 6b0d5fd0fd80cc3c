using Kindred.Evaluation;
using Kindred.Evaluation.Labels;
using Kindred.Libraries;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Axes;

/// <summary>
/// Precision@5 of a library's spaces by their number of axes, judged as <c>kindred evaluate --task labels</c> judges them.
/// </summary>
internal static class AxesQuality
{
    private const int Seed = 1;

    /// <summary>
    /// By looks over the whole gallery, by looks in five folds, and learned in five folds: three cells of a Markdown table.
    /// </summary>
    public static async Task<string> CellsAsync(string directory, int axes)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        if (gallery.Space.Kind != SpaceKind.Learned)
            throw new InvalidOperationException($"{directory} has no learned space to judge.");

        var judging = new LabelJudge(new SpaceTrials(store, gallery, Seed, axes), gallery, leaveOutNearDuplicates: false, Seed);
        var report = await judging.RunAsync(progress: null, CancellationToken.None);
        var images = gallery.Images.Count;
        var inFolds = images * (LearnedSpace.Folds - 1) / LearnedSpace.Folds;
        return $"{Cell(report.Withheld?.Visual, axes, images)} | {Cell(report.VisualPrecisionAt5, axes, inFolds)}"
            + $" | {Cell(report.PrecisionAt5, axes, inFolds)}";
    }

    /// <summary>No figure where a fit had no more images than axes: then it only centers, or has fewer axes than it says.</summary>
    private static string Cell(Estimate? figure, int axes, int fittedOn) => figure is { } known && fittedOn > axes
        ? $"{known.Mean:0.000} ({known.Low:0.000} to {known.High:0.000})"
        : $"only {fittedOn} images";
}
