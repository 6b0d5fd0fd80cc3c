using Kindred.Cli.Sheets;
using Kindred.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Kindred.Cli.Reports;

/// <summary>One bar.</summary>
/// <param name="Name">What stands before it.</param>
/// <param name="Value">How long it is: a share, from 0 to 1.</param>
/// <param name="Interval">Drawn as a line over its end, where there is one.</param>
/// <param name="IsMain">Whether it is what the chart is about, rather than what that is measured against.</param>
internal sealed record ChartBar(string Name, double Value, Estimate? Interval, bool IsMain)
{
    public ChartBar(string name, Estimate estimate, bool isMain)
        : this(name, estimate.Mean, estimate, isMain)
    {
    }
}

/// <summary>Bars that belong together.</summary>
/// <param name="Heading">What they have in common; <see langword="null"/> where that goes without saying.</param>
/// <param name="Bars">From top to bottom.</param>
internal sealed record ChartGroup(string? Heading, IReadOnlyList<ChartBar> Bars);

/// <summary>
/// Horizontal bars that start at zero, each with its name before it and its value behind it: nothing is told by color alone.
/// </summary>
internal sealed class BarChart(IReadOnlyList<ChartGroup> groups)
{
    /// <summary>Width in the page's pixels: charts that fit a phone stand two abreast on a screen.</summary>
    public const int Width = 480;

    private const int Scale = 2;
    private const int RowHeight = 24;
    private const int AxisHeight = 34;
    private const double GroupGap = 0.6;

    static BarChart() => Fonts.FontResolvers.Insert(0, new EmbeddedFont());

    /// <summary>Height in the page's pixels.</summary>
    public int Height
    {
        get
        {
            var rows = groups.Sum(group => group.Bars.Count + (group.Heading is null ? 0 : 1));
            return (int)Math.Ceiling((rows + (GroupGap * (groups.Count - 1))) * RowHeight) + AxisHeight;
        }
    }

    /// <summary>The bars for somebody who does not see them.</summary>
    public string InWords => string.Join("; ", groups.Select(group =>
        (group.Heading is null ? "" : group.Heading + ": ")
            + string.Join(", ", group.Bars.Select(bar => $"{bar.Name} {Percent.Of(bar.Value)}"))));

    /// <summary>Draws the chart on nothing, as PNG with two pixels for each of the page's.</summary>
    public byte[] ToPng(ReportTheme theme)
    {
        using var plot = new Plot { ScaleFactor = Scale };
        plot.FigureBackground.Color = ScottPlot.Colors.Transparent;
        plot.DataBackground.Color = ScottPlot.Colors.Transparent;
        plot.Font.Set(EmbeddedFont.Name);

        var longest = groups.SelectMany(group => group.Bars).Max(bar => Math.Max(bar.Value, bar.Interval?.High ?? 0));
        var (end, step) = longest switch { <= 0.1 => (0.1, 0.02), <= 0.25 => (0.25, 0.05), <= 0.5 => (0.5, 0.1), _ => (1, 0.25) };
        var names = new NumericManual();
        var row = 0.0;
        foreach (var group in groups)
        {
            if (group.Heading is not null)
                Write(plot, group.Heading, 0, row--, theme.Ink, bold: true);
            foreach (var bar in group.Bars)
            {
                names.AddMajor(row, bar.Name);
                Draw(plot, bar, row--, end, theme);
            }

            row -= GroupGap;
        }

        Frame(plot, names, end, step, theme);
        plot.Axes.SetLimits(0, end * 1.2, row + GroupGap + 0.5, 0.5);
        return plot.GetImageBytes(Width * Scale, Height * Scale, ImageFormat.Png);
    }

    private static void Draw(Plot plot, ChartBar bar, double row, double end, ReportTheme theme)
    {
        var behind = bar.Value;
        plot.Add.Bar(new Bar
        {
            Position = row,
            Value = bar.Value,
            Size = 0.66,
            Orientation = Orientation.Horizontal,
            FillColor = Color.FromSKColor(bar.IsMain ? theme.Accent : theme.Quiet),
            LineWidth = 0,
        });
        if (bar.Interval is { } interval)
        {
            behind = interval.High;
            plot.Add.Plottable(new ErrorBar([bar.Value], [row], [interval.High - bar.Value], [bar.Value - interval.Low], null, null)
            {
                Color = Color.FromSKColor(theme.Ink),
                LineWidth = 1.5f,
                CapSize = 3,
            });
        }

        Write(plot, Percent.Of(bar.Value), behind + (end * 0.014), row, bar.IsMain ? theme.Ink : theme.Faint, bar.IsMain);
    }

    private static void Write(Plot plot, string text, double x, double row, SKColor color, bool bold)
    {
        var written = plot.Add.Text(text, x, row);
        written.LabelFontName = EmbeddedFont.Name;
        written.LabelFontSize = 13;
        written.LabelFontColor = Color.FromSKColor(color);
        written.LabelBold = bold;
        written.LabelAlignment = Alignment.MiddleLeft;
        written.LabelPadding = 0;
    }

    private static void Frame(Plot plot, NumericManual names, double end, double step, ReportTheme theme)
    {
        var shares = new NumericManual();
        for (var tick = 0; tick * step <= end + 1e-9; tick++)
            shares.AddMajor(tick * step, $"{tick * step * 100:0} %");
        plot.Axes.Left.TickGenerator = names;
        plot.Axes.Bottom.TickGenerator = shares;
        plot.Axes.Left.TickLabelStyle.ForeColor = Color.FromSKColor(theme.Ink);
        plot.Axes.Bottom.TickLabelStyle.ForeColor = Color.FromSKColor(theme.Faint);
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Frame(false);
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Grid.XAxisStyle.MajorLineStyle.Color = Color.FromSKColor(theme.Line);
        plot.Grid.XAxisStyle.MajorLineStyle.Width = 1;
    }

    /// <summary>The sheets' typeface: the drawing library finds none of the system's, and these are the same everywhere.</summary>
    private sealed class EmbeddedFont : IFontResolver
    {
        public const string Name = "Kindred";

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight > FontWeight.Medium, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? SheetFonts.English(bold) : null;
    }
}
