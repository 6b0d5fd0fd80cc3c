using Kindred.Cli.Output;
using Kindred.Evaluation;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The duplicate task on a report.</summary>
internal sealed class DuplicateSection(ReportPage page, NearDuplicateReport report)
{
    /// <summary>Pairs wrongly taken for near-duplicates that are shown; the rest are counted.</summary>
    private const int MostFalseNearDuplicates = 8;

    /// <summary>
    /// The first pairs wrongly taken for near-duplicates, each with the image it was made from and the one it was taken for.
    /// </summary>
    /// <param name="report">What was measured.</param>
    /// <param name="images">The gallery's images.</param>
    public static IReadOnlyList<(FalseNearDuplicate Pair, Image Original, Image Taken)> FalseNearDuplicates(
        NearDuplicateReport report, IReadOnlyList<Image> images)
    {
        // Positions count the images that were searched. Where some were not, they say nothing of the gallery, and none is better than a
        // wrong one.
        return report.Images == images.Count
            ? [.. report.FalseNearDuplicates.Take(MostFalseNearDuplicates)
                .Select(pair => (pair, images[pair.Original], images[pair.Taken]))]
            : [];
    }

    public void Write(IReadOnlyList<Image> images)
    {
        using var section = page.Html.Open("section", ("id", "duplicates"));
        page.Html.Element("h2", "Near-duplicates: are altered pictures recognized?");
        page.Html.Element(
            "p",
            $"{report.Altered:N0} altered pictures, each made from a picture by one alteration, are looked up among "
            + $"{Plural.Of(report.Images, "picture")}. Each should be recognized as what it is to its original: a near-duplicate, a "
            + "variant, or no more than similar.");
        page.Chart("duplicates", "recall by alteration", Meaning(), Groups());
        page.Table(
            "The same in figures, with 95 % intervals. Precision: of what was taken for a near-duplicate, the share that is one.",
            Columns(), [new TableGroup(null, Rows())]);

        WriteFalseNearDuplicates(images);
    }

    private string Meaning() => report.CosineCut is { } cut
        ? "The share of the altered pictures that are recognized; beside it, the share that one cut could find, "
            + $"a similarity of {cut.Cosine:0.000} or more, with {Percent.Of(cut.Precision)} of its finds right."
        : "The share of the altered pictures that are recognized. No single cut through the similarity is 99 % right.";

    private ChartGroup[] Groups() =>
    [
        .. report.ByTransformation.Select(row => new ChartGroup(
            null,
            report.CosineCut is null
                ? [new ChartBar(row.Transformation, row.Recall, isMain: true)]
                : [
                    new ChartBar(row.Transformation, row.Recall, isMain: true),
                    new ChartBar("one cut", row.CosineCutRecall, Interval: null, IsMain: false),
                ])),
    ];

    private string[] Columns() =>
        ["Alteration", "Pictures", "Recall", "Precision", .. report.CosineCut is null ? (string[])[] : ["Recall of one cut"]];

    private List<TableCell[]> Rows()
    {
        var rows = report.ByTransformation
            .Select(row => Row(row.Transformation, row.Altered, row.Recall, row.Precision, row.CosineCutRecall)).ToList();
        rows.AddRange(report.Kinds.Select(score => Row(
            score.Kind switch
            {
                Likeness.NearDuplicate => "All near-duplicates",
                Likeness.Variant => "All variants",
                _ => "All that are similar",
            },
            score.Altered, score.Recall, score.Precision, score.Kind == Likeness.NearDuplicate ? report.CosineCut?.Recall ?? 0 : 0)));
        return rows;
    }

    private TableCell[] Row(string name, int altered, Estimate recall, Estimate? precision, double cutRecall)
    {
        TableCell found = precision is { } known ? known : new TableCell("none found", IsFigure: true);
        TableCell[] row = [name, new TableCell($"{altered:N0}", IsFigure: true), recall, found];
        return report.CosineCut is null ? row : [.. row, cutRecall];
    }

    private void WriteFalseNearDuplicates(IReadOnlyList<Image> images)
    {
        if (report.FalseNearDuplicates.Count == 0)
            return;

        page.Html.Element("h3", "Taken for near-duplicates, and not known to be");
        var pairs = report.FalseNearDuplicates.Count;
        page.Html.Element(
            "p",
            $"{pairs:N0} {(pairs == 1 ? "pair" : "pairs")}, the most similar first. "
            + "Worth a look: the gallery may hold near-duplicates nobody knew of.");
        foreach (var (pair, original, taken) in FalseNearDuplicates(report, images))
        {
            page.Html.Element("h4", $"{pair.Transformation}, {Percent.Of(pair.Similarity)} sure");
            Tiles.Chosen(page, [original, taken]);
        }
    }
}
