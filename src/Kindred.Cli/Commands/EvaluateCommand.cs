using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Evaluation;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<bool> LeaveOutCopies = new("--leave-out-copies")
    {
        Description = "Leave pictures with the query's own content out of its results.",
    };

    private static readonly Option<int> Seed = SharedOptions.Seed(1);

    public static Command Create()
    {
        var command = new Command("evaluate", "Judges the recommendations on the library's own labels: the folders, or what stands before the first _.")
        {
            LeaveOutCopies, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        using var gallery = await library.OpenGalleryAsync(cancellationToken);
        var seed = parsed.GetValue(Seed);
        var display = new ProgressDisplay("folds", parsed.InvocationConfiguration.Error);
        var report = await display.RunAsync("Judging", progress =>
            library.EvaluateLabelsAsync(gallery, parsed.GetValue(LeaveOutCopies), seed, progress, cancellationToken));

        var output = SharedOptions.Output(parsed);
        output.Line($"{report.Queries:N0} pictures with {report.Labels} labels each ask for their most similar among {report.Images:N0};");
        output.Line(report.Folds == 0
            ? "right is what has the same label. 95 % intervals."
            : $"right is what has the same label. The space is learned from labels, so it is fitted {report.Folds} times, and");
        if (report.Folds > 0)
            output.Line("each picture is judged by the fit that did not see it, among those it did see. 95 % intervals.");
        output.Line();
        WriteEstimate(output, "precision@5", report.PrecisionAt5);
        if (report.VisualPrecisionAt5 is { } visual)
            WriteEstimate(output, "  by looks", visual);
        WriteEstimate(output, "mAP@10", report.MeanAveragePrecisionAt10);
        WriteEstimate(output, "nDCG@10", report.NdcgAt10);
        output.Line($"{"chance",-12} {report.Chance:0.000}   precision of pictures drawn at random");
        output.Line();
        output.Line("precision@5 by label");
        var width = report.ByLabel.Max(entry => entry.Label.Length);
        foreach (var entry in report.ByLabel)
            output.Line($"  {entry.Label.PadRight(width)}  {entry.PrecisionAt5:0.000}  {new string('█', (int)Math.Round(entry.PrecisionAt5 * 30))}  {entry.Images:N0} pictures");

        output.Document(
            new EvaluateDocument(
                "labels", gallery.Stamp.Model, gallery.Stamp.Metric.ToString(), gallery.Space.Kind.ToString(), gallery.Space.Dimensions,
                report.Images, report.Queries, report.Labels, report.Folds, report.CopiesLeftOut, seed,
                report.PrecisionAt5, report.VisualPrecisionAt5, report.MeanAveragePrecisionAt10, report.NdcgAt10, report.Chance, report.ByLabel),
            CliJson.Readable.EvaluateDocument);
        return ExitCode.Done;
    }

    private static void WriteEstimate(CommandOutput output, string name, Estimate estimate) =>
        output.Line($"{name,-12} {estimate.Mean:0.000}   {estimate.Low:0.000} to {estimate.High:0.000}");
}
