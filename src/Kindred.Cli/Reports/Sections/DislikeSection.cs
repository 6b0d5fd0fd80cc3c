using Kindred.Evaluation;
using Kindred.Evaluation.Dislikes;

namespace Kindred.Cli.Reports.Sections;

/// <summary>The dislike task on a report.</summary>
internal static class DislikeSection
{
    public static void Write(ReportPage page, DislikeReport report)
    {
        using var section = page.Html.Open("section", ("id", "dislikes"));
        page.Html.Element("h2", "Dislikes: does disliking help?");
        page.Html.Element(
            "p",
            $"Of {report.Users:N0} made-up users with one taste, up to {report.Intruded:N0} "
                + "find pictures of another label among their ten. "
                + "They dislike three other pictures of it, and are recommended ten anew.");
        if (report.Rows.Count == 0)
        {
            page.Html.Element("p", "Nothing of another label came up, so there was nothing to dislike.");
            return;
        }

        using (page.Html.Open("div", ("class", "pair")))
        {
            page.Chart(
                "disliked", "What is disliked", "The share of the ten that has the disliked label. The less there is after, the better.",
                Groups(report, row => row.ShareBefore, row => row.ShareAfter));
            page.Chart(
                "liked", "What is liked", "The share of the ten that is to the user's taste. It should not suffer.",
                Groups(report, row => row.PrecisionBefore, row => row.PrecisionAfter));
        }

        page.Table(
            "The same in figures, with 95 % intervals",
            ["Way to recommend", "Disliked, before", "Disliked, after", "Liked, before", "Liked, after"],
            [
                new TableGroup(
                    null,
                    [
                        .. report.Rows.Select(row => (TableCell[])
                            [row.Method, row.ShareBefore, row.ShareAfter, row.PrecisionBefore, row.PrecisionAfter]),
                    ]),
            ]);
        page.Html.Element(
            "p",
            "Others like three pictures of one label and two of another, and dislike one more of the first. The label should keep its "
                + "places, and what is as near to a like as to the disliked picture should stay.");
        page.Table(
            "One dislike within a liked label, with 95 % intervals",
            ["Way to recommend", "Places kept", "Nearest ten, before", "Nearest ten, after", "Left alone"],
            [
                new TableGroup(
                    null,
                    [
                        .. report.Single.Select(row => (TableCell[])
                            [row.Method, row.Kept, row.NearestBefore, row.NearestAfter, row.LeftAlone]),
                    ]),
            ]);
    }

    private static ChartGroup[] Groups(DislikeReport report, Func<DislikeScore, Estimate> before, Func<DislikeScore, Estimate> after) =>
    [
        .. report.Rows.Select(row => new ChartGroup(
            row.Method, [new ChartBar("before", before(row), isMain: false), new ChartBar("after", after(row), isMain: true)])),
    ];
}
