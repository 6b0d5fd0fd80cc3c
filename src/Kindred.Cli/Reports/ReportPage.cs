using Kindred.Evaluation;

namespace Kindred.Cli.Reports;

/// <summary>A page as it is being written, and the charts that go with it.</summary>
internal sealed class ReportPage(ReportPictures pictures)
{
    private readonly List<(string File, byte[] Png)> _charts = [];

    public HtmlWriter Html { get; } = new();

    public ReportPictures Pictures { get; } = pictures;

    /// <summary>The charts drawn so far, with the names the page calls them by.</summary>
    public IReadOnlyList<(string File, byte[] Png)> Charts => _charts;

    /// <summary>A chart by day and by night, with its heading and what its figure means.</summary>
    /// <param name="name">What to call its files.</param>
    /// <param name="heading">What it shows.</param>
    /// <param name="meaning">What that is, for somebody who never heard of it.</param>
    /// <param name="groups">The bars.</param>
    public void Chart(string name, string heading, string meaning, IReadOnlyList<ChartGroup> groups)
    {
        var chart = new BarChart(groups);
        foreach (var theme in (ReportTheme[])[ReportTheme.Light, ReportTheme.Dark])
            _charts.Add((File(theme), chart.ToPng(theme)));

        using var figure = Html.Open("figure");
        using (Html.Open("figcaption"))
        {
            Html.Text(heading);
            Html.Element("span", meaning);
        }

        using var picture = Html.Open("picture");
        Html.Void("source", ("media", "(prefers-color-scheme: dark)"), ("srcset", File(ReportTheme.Dark)));
        Html.Void(
            "img", ("src", File(ReportTheme.Light)), ("width", $"{BarChart.Width}"), ("height", $"{chart.Height}"),
            ("alt", $"Bar chart, {heading}: {chart.InWords}."));

        string File(ReportTheme theme) => $"chart-{name}-{theme.Name}.png";
    }

    /// <summary>A table; a row's first cell says what the row is about.</summary>
    /// <param name="caption">What it has.</param>
    /// <param name="columns">What its columns have.</param>
    /// <param name="groups">Its rows.</param>
    public void Table(string caption, IReadOnlyList<string> columns, IReadOnlyList<TableGroup> groups)
    {
        // A wide table scrolls on its own on a phone; with the keyboard, too.
        using var scroll = Html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption));
        using var table = Html.Open("table");
        Html.Element("caption", caption);
        using (Html.Open("thead"))
        {
            using var row = Html.Open("tr");
            foreach (var column in columns)
                Html.Element("th", column, ("scope", "col"));
        }

        foreach (var group in groups)
        {
            using var body = Html.Open("tbody");
            if (group.Heading is not null)
            {
                using var heading = Html.Open("tr");
                Html.Element("th", group.Heading, ("scope", "rowgroup"), ("colspan", $"{columns.Count}"));
            }

            foreach (var cells in group.Rows)
            {
                using var row = Html.Open("tr");
                Html.Element("th", cells[0].Text, ("scope", "row"));
                foreach (var cell in cells.Skip(1))
                    Cell(cell);
            }
        }
    }

    private void Cell(TableCell cell)
    {
        using var _ = Html.Open("td", ("class", cell.IsFigure ? "figure" : "words"));
        Html.Text(cell.Text);
        if (cell.Aside is not null)
            Html.Element("small", cell.Aside);
    }
}

/// <summary>Rows that belong together.</summary>
/// <param name="Heading">What they have in common; <see langword="null"/> where that goes without saying.</param>
/// <param name="Rows">Each as long as there are columns.</param>
internal sealed record TableGroup(string? Heading, IReadOnlyList<IReadOnlyList<TableCell>> Rows);

/// <summary>A cell of a table.</summary>
/// <param name="Text">What is in it.</param>
/// <param name="Aside">Small print behind that.</param>
/// <param name="IsFigure">Whether it is a figure, which must stay in one line, rather than words.</param>
internal readonly record struct TableCell(string Text, string? Aside = null, bool IsFigure = false)
{
    public static implicit operator TableCell(string words) => new(words);

    public static implicit operator TableCell(double figure) => new($"{figure:0.000}", IsFigure: true);

    public static implicit operator TableCell(Estimate estimate) =>
        new($"{estimate.Mean:0.000}", $"{estimate.Low:0.000} to {estimate.High:0.000}", IsFigure: true);
}
