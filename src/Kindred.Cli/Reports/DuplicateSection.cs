using Kindred.Evaluation;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Images;

namespace Kindred.Cli.Reports;

/// <summary>The duplicate task on a report.</summary>
internal sealed class DuplicateSection(ReportPage page, NearDuplicateReport report)
{
    /// <summary>False copies that are shown; the rest are counted.</summary>
    private const int MostFalseCopies = 8;

    /// <summary>The first false copies, each with the image it was made from and the one it was taken for.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="images">The gallery's images.</param>
    public static IReadOnlyList<(FalseNearDuplicate Copy, Image Original, Image Taken)> FalseCopies(NearDuplicateReport report, IReadOnlyList<Image> images)
    {
        // Positions count the images that were searched. Where some were not, they say nothing of the gallery, and none is better than a wrong one.
        return report.Images == images.Count
            ? [.. report.FalseCopies.Take(MostFalseCopies).Select(copy => (copy, images[copy.Original], images[copy.Taken]))]
            : [];
    }

    public void Write(IReadOnlyList<Image> images)
    {
        using var section = page.Html.Open("section", ("id", "duplicates"));
        page.Html.Element("h2", "Duplicates: are altered copies recognized?");
        page.Html.Element(
            "p",
            $"{report.Copies:N0} copies, each made from a picture by one alteration, are looked up among {report.Images:N0} pictures. Each should be told to be a copy of its original, and of nothing else.");
        page.Chart("duplicates", "recall by alteration", Meaning(), Groups());
        page.Table("The same in figures, with 95 % intervals. Precision: of what was taken for a copy, the share that is one.", Columns(), [new TableGroup(null, Rows())]);

        WriteFalseCopies(images);
    }

    private string Meaning() => report.CosineCut is { } cut
        ? $"The share of the copies that are recognized; beside it, the share that one cut could find, a similarity of {cut.Cosine:0.000} or more, with {Percent.Of(cut.Precision)} of its finds right."
        : "The share of the copies that are recognized. No single cut through the similarity is 99 % right.";

    private ChartGroup[] Groups() =>
    [
        .. report.ByTransformation.Select(row => new ChartGroup(
            null,
            report.CosineCut is null
                ? [new ChartBar(row.Transformation, row.Recall, isMain: true)]
                : [new ChartBar(row.Transformation, row.Recall, isMain: true), new ChartBar("one cut", row.CosineCutRecall, Interval: null, IsMain: false)])),
    ];

    private string[] Columns() => ["Alteration", "Copies", "Recall", "Precision", .. report.CosineCut is null ? (string[])[] : ["Recall of one cut"]];

    private List<TableCell[]> Rows()
    {
        var rows = report.ByTransformation.Select(row => Row(row.Transformation, row.Copies, row.Recall, row.Precision, row.CosineCutRecall)).ToList();
        rows.Add(Row("All", report.Copies, report.Recall, report.Precision, report.CosineCut?.Recall ?? 0));
        return rows;
    }

    private TableCell[] Row(string name, int copies, Estimate recall, Estimate? precision, double cutRecall)
    {
        TableCell[] row = [name, new TableCell($"{copies:N0}", IsFigure: true), recall, precision is { } known ? known : new TableCell("none found", IsFigure: true)];
        return report.CosineCut is null ? row : [.. row, cutRecall];
    }

    private void WriteFalseCopies(IReadOnlyList<Image> images)
    {
        if (report.FalseCopies.Count == 0)
            return;

        page.Html.Element("h3", "Taken for copies, and not known to be");
        page.Html.Element(
            "p",
            $"{report.FalseCopies.Count:N0} {(report.FalseCopies.Count == 1 ? "pair" : "pairs")}, the most similar first. Worth a look: the gallery may hold copies nobody knew of.");
        foreach (var (copy, original, taken) in FalseCopies(report, images))
        {
            page.Html.Element("h4", $"{copy.Transformation}, {Percent.Of(copy.Similarity)} sure");
            Tiles.Chosen(page, [original, taken]);
        }
    }
}
