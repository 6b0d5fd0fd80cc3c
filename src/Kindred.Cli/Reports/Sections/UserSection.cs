using Kindred.Evaluation;
using Kindred.Evaluation.Users;
using Kindred.Images;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The user task on a report.</summary>
internal sealed class UserSection(ReportPage page, UserReport report)
{
    public void Write(IReadOnlyList<UserExample> examples, bool learned)
    {
        using var section = page.Html.Open("section", ("id", "users"));
        page.Html.Element("h2", "Users: do people find what they like?");
        page.Html.Element(
            "p",
            $"For each number of tastes, {report.Users:N0} made-up users like a few pictures of as many labels, "
                + $"and are recommended {report.ListLength} others. Every way to recommend serves the same users.");
        if (learned)
        {
            page.Html.Element(
                "p",
                "To be fair, their tastes are of labels that the space was not taught: it is learned twice, from one half of the labels "
                    + "each, for users of the other half.",
                ("class", "note"));
        }

        using (page.Html.Open("div", ("class", "pair")))
        {
            page.Chart(
                "hit-rate", "hit rate@10",
                "One like is taken away: how often is that very picture among the ten recommended for the others?",
                Groups(row => row.HitRateAt10));
            page.Chart(
                "all-tastes", "all tastes@10", "The share of users who find something to each of their tastes among their ten.",
                Groups(row => row.AllTastesAt10));
        }

        page.Table(
            "The same in figures, with 95 % intervals, and three more",
            ["Way to recommend", "Hit rate@10", "All tastes@10", "Precision@10", "Variety", "Coverage"],
            [
                .. report.Rows.GroupBy(row => row.Tastes).Select(group => new TableGroup(
                    Tastes(group.Key),
                    [
                        .. group.Select(row => (TableCell[])
                            [row.Method, row.HitRateAt10, row.AllTastesAt10, row.PrecisionAt10, row.Diversity.Mean, row.Coverage]),
                    ])),
            ]);
        WriteWords();
        WriteExamples(examples, learned);
    }

    private void WriteWords()
    {
        (string Name, string Meaning)[] words =
        [
            (
                "Precision@10, variety, coverage",
                "The share of the ten that is to one of the user's tastes; how unlike each other the ten are; "
                    + "the share of the gallery that somebody is shown."),
            (
                "tastes",
                "Likes are sorted into tastes, each of which gets its share of the list. "
                    + "This is what Kindred does unless told otherwise; with diversity 0.5 it minds variety, too."),
            ("best, average", "By the one like that a picture is nearest to; by all likes rolled into one."),
            ("2019, random", "By the last like alone, in the network's own numbers; drawn by chance."),
        ];
        using var list = page.Html.Open("dl", ("class", "words"));
        foreach (var (name, meaning) in words)
        {
            using var entry = page.Html.Open("div");
            page.Html.Element("dt", name);
            page.Html.Element("dd", meaning);
        }
    }

    private static string Tastes(int count) => count == 1 ? "1 taste" : $"{count} tastes";

    private ChartGroup[] Groups(Func<UserScore, Estimate> figure) =>
    [
        .. report.Rows.GroupBy(row => row.Tastes).Select(group =>
            new ChartGroup(Tastes(group.Key), [.. group.Select(row => new ChartBar(row.Method, figure(row), IsMain(row)))])),
    ];

    // The default; what it is measured against stays in the background.
    private static bool IsMain(UserScore row) => row.Method == "tastes";

    private void WriteExamples(IReadOnlyList<UserExample> examples, bool learned)
    {
        if (examples.Count == 0)
            return;

        page.Html.Element("h3", "Examples");
        page.Html.Element(
            "p",
            "What made-up users with two tastes like, and the ten they are recommended. "
                + "✓ is to one of their tastes; ✗, with a dashed frame, is not.");
        foreach (var example in examples)
        {
            using (page.Html.Open("h4"))
            {
                page.Html.Text("Likes ");
                page.Html.Element("bdi", example.Tastes[0]);
                page.Html.Text(" and ");
                page.Html.Element("bdi", example.Tastes[1]);
            }

            Tiles.Chosen(page, example.Likes);
            using var pair = page.Html.Open("div", ("class", "pair"));
            WriteList("By tastes", example.ByTastes, example);
            WriteList("By the average", example.ByAverage, example);
        }

        if (learned)
        {
            page.Html.Element(
                "p",
                "These lists come from the library's space as it is in use, which has learned from the labels of these very pictures; "
                    + "the figures above do not.",
                ("class", "note"));
        }
    }

    private void WriteList(string heading, IReadOnlyList<Images.Image> list, UserExample example)
    {
        using var column = page.Html.Open("div");
        var counts = example.Tastes.Select(taste => $"{list.Count(image => image.Label == taste)} {taste}");
        page.Html.Element("h4", $"{heading}: {string.Join(", ", counts)}");
        Tiles.Results(page, list, image => image.Label is { } label && example.Tastes.Contains(label, StringComparer.Ordinal));
    }
}
