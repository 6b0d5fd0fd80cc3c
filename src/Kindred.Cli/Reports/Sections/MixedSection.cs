using Kindred.Evaluation;
using Kindred.Evaluation.Mixed;
using Kindred.Images;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The mixed task on a report.</summary>
internal sealed class MixedSection(ReportPage page, MixedReport report)
{
    private const string Looks = "looks";

    /// <summary>Likes of a kind that are drawn; all are counted.</summary>
    private const int MostLikesOfAKind = 6;

    private readonly bool _learns = report.Rows.Any(row => row.Space != Looks);

    /// <summary>All pictures that <see cref="Write"/> draws.</summary>
    public static IEnumerable<Image> Shown(MixedReport report) => report.Worst.SelectMany(miss => Likes(miss).Concat(miss.Recommended));

    public void Write()
    {
        using var section = page.Html.Open("section", ("id", "mixed"));
        page.Html.Element("h2", "Mixed likes: has every like its place?");
        page.Html.Element(
            "p",
            $"For each row up to {report.Users:N0} made-up users like a few pictures of several kinds, such as 3+2, "
                + "three of one kind and two of another. They are recommended ten others.");
        if (report.Rows.Count == 0)
        {
            page.Html.Element("p", "No two labels have pictures enough for that.");
            return;
        }

        if (_learns)
        {
            page.Html.Element(
                "p", "To be fair, a space that learns is taught one half of the labels, and their kinds are of the other half.",
                ("class", "note"));
        }

        using (page.Html.Open("div", ("class", "pair")))
        {
            page.Chart(
                "all-kinds", "all kinds@10", "The share of users who find each kind they like among their ten.",
                Groups(row => row.AllKindsAt10));
            page.Chart(
                "kept", "kept after a dislike",
                "The share of its places that a liked kind keeps when one more picture of it is disliked.",
                Groups(row => row.KeptAfterDislike));
        }

        page.Table(
            "The same in figures, with 95 % intervals, and one more: the share of the ten that is of a kind they like",
            ["Space", "All kinds@10", "Kept after a dislike", "Precision@10"],
            [
                .. report.Rows.GroupBy(row => row.Likes, StringComparer.Ordinal).Select(group => new TableGroup(
                    group.Key,
                    [.. group.Select(row => (TableCell[])[NameOf(row.Space), row.AllKindsAt10, row.KeptAfterDislike, row.PrecisionAt10])])),
            ]);
        WriteWorst();
    }

    private static IEnumerable<Image> Likes(MixedMiss miss) =>
        miss.Likes.GroupBy(image => image.Label, StringComparer.Ordinal).SelectMany(kind => kind.Take(MostLikesOfAKind));

    private static string NameOf(string space) => space == Looks ? "by looks" : space;

    private ChartGroup[] Groups(Func<MixedScore, Estimate> figure) =>
    [
        .. report.Rows.GroupBy(row => row.Likes, StringComparer.Ordinal).Select(group => new ChartGroup(
            group.Key, [.. group.Select(row => new ChartBar(NameOf(row.Space), figure(row), !_learns || row.Space != Looks))])),
    ];

    private void WriteWorst()
    {
        page.Html.Element("h3", "The worst lists");
        if (report.Worst.Count == 0)
        {
            page.Html.Element("p", "There are none to show: every user finds each kind they like.");
            return;
        }

        page.Html.Element(
            "p",
            "The users whose ten miss most of the kinds they like: what they like, and what they are recommended. "
                + "✓ is of a kind they like; ✗, with a dashed frame, is not.");
        foreach (var miss in report.Worst)
        {
            using (page.Html.Open("h4"))
            {
                page.Html.Text("Likes ");
                WriteNames([.. miss.Kinds.Select(kind => $"{miss.Likes.Count(image => image.Label == kind)} {kind}")], " and ");
                page.Html.Text("; the ten have no ");
                WriteNames(miss.Missing, " or ");
            }

            Tiles.Chosen(page, [.. Likes(miss)]);
            Tiles.Results(page, miss.Recommended, image => image.Label is { } label && miss.Kinds.Contains(label, StringComparer.Ordinal));
        }
    }

    private void WriteNames(IReadOnlyList<string> names, string last)
    {
        foreach (var (position, name) in names.Index())
        {
            if (position > 0)
                page.Html.Text(position == names.Count - 1 ? last : ", ");
            page.Html.Element("bdi", name);
        }
    }
}
