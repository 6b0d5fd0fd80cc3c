using Kindred.Cli.Output;
using Kindred.Evaluation.Histories;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The history task on a report.</summary>
internal static class HistorySection
{
    private const string Own = "kindred";

    public static void Write(ReportPage page, HistoryReport report)
    {
        using var section = page.Html.Open("section", ("id", "history"));
        page.Html.Element("h2", "Histories: is what people liked last among their ten?");
        page.Html.Element(
            "p",
            $"Of {report.People:N0} people with {report.Choices:N0} choices, {report.Judged:N0} are asked. "
            + "What each liked last was left out "
                + "of everything that is fitted, and is looked for among all pictures that they did not know.");
        page.Html.Element(
            "p",
            "Looks is Kindred without other people's choices. Item kNN and EASE know choices and no looks. "
                + (report.Weights.Any(weight => weight > 0)
                    ? $"Choices count {string.Join(", ", report.Weights.Select(weight => $"{weight:0.00}"))} beside looks "
                        + "for people with 1, 2, 4 and 8 likes: that is what these histories show."
                    : "Choices were found to say nothing beside looks here, so looks alone make the lists."),
            ("class", "note"));
        using (page.Html.Open("div", ("class", "pair")))
        {
            page.Chart(
                "history", "hit rate@10", "The share of people whose latest like is among their ten.",
                [new ChartGroup(null, [.. report.Rows.Select(row => Bar(row.Method, row.HitRateAt10))])]);
            if (report.Cold is { } cold)
            {
                page.Chart(
                    "cold", "AUC of cold pictures",
                    "The share of all other pictures that one ranks before which nobody has chosen yet, for those who like it.",
                    [new ChartGroup(null, [.. cold.Rows.Select(row => Bar(row.Method, row.Auc))])]);
            }
        }

        page.Table(
            "The same in figures, with 95 % intervals",
            ["Way to recommend", "Hit rate@10", "nDCG@10", "Recall@50", "Coverage", "Most liked tenth"],
            [
                new TableGroup(null,
                [
                    .. report.Rows.Select(row => (TableCell[])
                    [
                        JudgedHistoryLines.NameOf(row.Method), row.HitRateAt10, row.NdcgAt10, row.RecallAt50,
                        row.Coverage is { } coverage ? coverage : "", row.PopularShare is { } popular ? popular : "",
                    ]),
                ]),
            ]);
        page.Table(
            "By how many likes are known",
            ["Way to recommend", "Hit rate@10", "nDCG@10"],
            [
                .. report.ByLikes.Select(group => new TableGroup(
                    $"{group.Likes} likes, {Plural.Of(group.People, "person", "people")}",
                    [.. group.Rows.Select(row => (TableCell[])[JudgedHistoryLines.NameOf(row.Method), row.HitRateAt10, row.NdcgAt10])])),
            ]);
        if (report.Cold is not null)
        {
            page.Table(
                $"{Plural.Of(report.Cold.Pictures, "picture")} as if nobody had chosen them yet, "
                + $"for {Plural.Of(report.Cold.People, "person", "people")} who did",
                ["Way to recommend", "AUC", "Hit rate@10"],
                [
                    new TableGroup(
                        null,
                [.. report.Cold.Rows.Select(row => (TableCell[])[JudgedHistoryLines.NameOf(row.Method), row.Auc, row.HitRateAt10])]),
                ]);
        }
    }

    private static ChartBar Bar(string method, Evaluation.Estimate estimate) =>
        new(JudgedHistoryLines.NameOf(method), estimate, method == Own);
}
