using Kindred.Evaluation.Labels;
using Kindred.Images;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The label task on a report.</summary>
/// <param name="page">The page.</param>
/// <param name="report">What was measured.</param>
/// <param name="space">What the space in use is called.</param>
internal sealed class LabelSection(ReportPage page, LabelReport report, string space)
{
    private const int MostLabelsAside = 15;

    /// <summary>The pictures of the worst lists.</summary>
    public static IEnumerable<Image> Worst(LabelReport report) => report.Worst.SelectMany(miss => miss.Found.Prepend(miss.Asked));

    public void Write(IReadOnlyList<LabelExamples> examples)
    {
        using var section = page.Html.Open("section", ("id", "labels"));
        page.Html.Element("h2", "Labels: is what comes back of the same kind?");
        page.Html.Element(
            "p",
            $"Each of {report.Queries:N0} pictures with {report.Labels} labels asks for the pictures most similar to it, "
                + "and what has its own label is right."
            + (report.NearDuplicatesLeftOut ? " Near-duplicates of the picture do not count." : ""));
        if (report.Folds > 0)
        {
            page.Html.Element(
                "p",
                $"The space in use has learned from these labels. To be fair, it is learned {report.Folds} times, "
                    + "each time without a part of the pictures, and that part is asked about.",
                ("class", "note"));
        }

        // A long list would leave the other half of the page empty.
        if (report.ByLabel.Count <= MostLabelsAside)
        {
            using var pair = page.Html.Open("div", ("class", "pair"));
            WriteFigures();
            WriteByLabel();
        }
        else
        {
            WriteFigures();
        }

        WriteTable();
        if (report.ByLabel.Count > MostLabelsAside)
            WriteByLabel();
        WriteComparisons();
        WriteWorst();
        WriteExamples(examples);
    }

    private void WriteFigures()
    {
        var bars = new List<ChartBar> { new(space, report.PrecisionAt5, isMain: true) };
        if (report.VisualPrecisionAt5 is { } visual)
            bars.Add(new ChartBar("by looks", visual, isMain: false));
        if (report.RawPrecisionAt5 is { } raw)
            bars.Add(new ChartBar("unfitted", raw, isMain: false));
        bars.Add(new ChartBar("chance", report.Chance, Interval: null, IsMain: false));
        page.Chart(
            "labels", "precision@5",
            "The share of the first five pictures that are right. "
                + "The line over a bar's end spans where the figure would lie, 95 times in 100, "
                + "for other pictures like these.",
            [new ChartGroup(null, bars)]);
    }

    private void WriteByLabel()
    {
        using var scroll = page.Html.Open("div", ("class", "scroll wrap"));
        using var table = page.Html.Open("table", ("class", "bars"));
        page.Html.Element("caption", "precision@5 by label: which kinds are found well, and which are mixed up with others");
        using (page.Html.Open("thead"))
        {
            using var row = page.Html.Open("tr");
            page.Html.Element("th", "Label", ("scope", "col"));
            page.Html.Element("th", "precision@5", ("scope", "colgroup"), ("colspan", "2"));
            page.Html.Element("th", "Pictures", ("scope", "col"), ("class", "figure"));
        }

        using var body = page.Html.Open("tbody");
        foreach (var entry in report.ByLabel.Reverse())
        {
            using var row = page.Html.Open("tr");
            using (page.Html.Open("th", ("scope", "row")))
                page.Html.Element("bdi", entry.Label);
            using (page.Html.Open("td"))
            {
                using var bar = page.Html.Open("span", ("class", "bar"));
                page.Html.Element("span", "", ("style", $"width: {entry.PrecisionAt5 * 100:0.#}%"));
            }

            page.Html.Element("td", Percent.Of(entry.PrecisionAt5), ("class", "figure"));
            page.Html.Element("td", $"{entry.Images:N0}", ("class", "figure"));
        }
    }

    private void WriteTable()
    {
        var rows = new List<TableCell[]>
        {
            new TableCell[] { $"precision@5, {space}", report.PrecisionAt5, "Of the first five, the share that is right." },
        };
        if (report.VisualPrecisionAt5 is { } visual)
            rows.Add(["precision@5, by looks", visual, "The same without what labels taught, on the same pictures."]);
        if (report.RawPrecisionAt5 is { } raw)
        {
            rows.Add(
            [
                "precision@5, unfitted", raw,
                "The network's numbers as they are, by Euclidean distance, in the whole gallery.",
            ]);
        }

        rows.Add(["precision@5, chance", report.Chance, "Five pictures drawn at random."]);
        rows.Add(
        [
            "mAP@10", report.MeanAveragePrecisionAt10,
            "Precision over the first ten, where what is right counts more the earlier it comes.",
        ]);
        if (report.LooksKeptAt5 is { } kept)
        {
            rows.Add(
            [
                "looks kept", kept,
                "Of the five pictures of its label that look most like it, how many are still the nearest five of that label.",
            ]);
        }

        rows.Add(["nDCG@10", report.NdcgAt10, "How near the order of the first ten comes to the best there could be, which is 1."]);
        page.Table("The same in figures, and two more", ["Figure", "Mean and 95 % interval", "What it is"], [new TableGroup(null, rows)]);
    }

    private void WriteComparisons()
    {
        (string Name, string What, SpaceComparison? Comparison)[] all =
        [
            ("Labels it was never taught", "It learns from half of the labels and is asked about the other half.", report.Withheld),
            (
                "Taught by choices alone",
                "Labels are hidden; it learns only from which pictures made-up users like together.",
                report.Choices),
        ];
        var judged = all.Where(entry => entry.Comparison is not null).ToArray();
        if (judged.Length == 0)
            return;

        page.Html.Element("h3", "Is what it learned worth anything elsewhere?");
        using (page.Html.Open("div", ("class", "pair")))
        {
            page.Chart(
                "learning", "precision@5, by looks and learned",
                "How much learning helps where the labels asked about were not in the lesson.",
                [
                    .. judged.Select(entry => new ChartGroup(
                        entry.Name,
                        [
                            new ChartBar("by looks", entry.Comparison!.Visual, isMain: false),
                            new ChartBar("learned", entry.Comparison.Learned, isMain: true),
                        ])),
                ]);
            using var words = page.Html.Open("dl");
            foreach (var (name, what, _) in judged)
            {
                page.Html.Element("dt", name);
                page.Html.Element("dd", what);
            }
        }

        page.Table(
            "The same in figures: precision@5, with 95 % intervals", ["Asked about", "Pictures", "By looks", "Learned"],
            [
                new TableGroup(null, [.. judged.Select(entry => (TableCell[])
                [
                    entry.Name, new TableCell($"{entry.Comparison!.Queries:N0}", IsFigure: true), entry.Comparison.Visual,
                    entry.Comparison.Learned,
                ])]),
            ]);
    }

    private void WriteWorst()
    {
        if (report.Worst.Count == 0)
            return;

        page.Html.Element("h3", "The worst lists");
        page.Html.Element(
            "p",
            "The lists with the fewest right, of a label only the worst: on the left the picture asked about, then the five that come "
                + "back. ✓ is the same label; ✗, with a dashed frame, is another.");
        foreach (var miss in report.Worst)
            WriteRow(miss.Asked, miss.Found);
    }

    private void WriteRow(Image asked, IReadOnlyList<Image> found)
    {
        using var row = page.Html.Open("div", ("class", "row"));
        Tiles.Asked(page, asked);
        Tiles.Results(page, found, image => image.Label == asked.Label);
    }

    private void WriteExamples(IReadOnlyList<LabelExamples> examples)
    {
        page.Html.Element("h3", "Examples");
        page.Html.Element(
            "p",
            "On the left the picture asked about, then the five that come back. ✓ is the same label; "
                + "✗, with a dashed frame, is another.");
        foreach (var entry in examples)
        {
            using (page.Html.Open("h4"))
            {
                page.Html.Text($"{entry.How}: ");
                page.Html.Element("bdi", entry.Label.Label);
                page.Html.Text($", precision@5 {Percent.Of(entry.Label.PrecisionAt5)}");
            }

            foreach (var example in entry.Examples)
                WriteRow(example.Asked, example.Found);
        }

        if (report.Folds > 0)
        {
            page.Html.Element(
                "p",
                "These examples come from the library's space as it is in use, which has learned from the labels of these very pictures. "
                    + "They look better than the figures above, which are from pictures it had not learned from.",
                ("class", "note"));
        }
    }
}
