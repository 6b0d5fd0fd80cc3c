using Kindred.Benchmarks.Neighbors;
using Kindred.Libraries;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Kindred.Benchmarks.Plots;

/// <summary>Draws the figures of docs/benchmarks.md: time over the number of vectors, and queries a second over recall.</summary>
internal static class SearchPlots
{
    private const int Width = 1440;
    private const int Height = 960;
    private const int Scale = 2;

    /// <summary>
    /// Colors that people who see colors differently can tell apart (Okabe and Ito, "Color Universal Design", 2008). Markers differ as
    /// well.
    /// </summary>
    private static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#555555", "#E69F00"];

    private static readonly MarkerShape[] Shapes =
        [
            MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
            MarkerShape.OpenCircle, MarkerShape.OpenSquare,
        ];

    static SearchPlots() => Fonts.FontResolvers.Insert(0, new EmbeddedFont());

    /// <summary>Draws one of the figures.</summary>
    /// <param name="kind">growth, or recall.</param>
    /// <param name="jsonLines">What the measurements printed.</param>
    /// <param name="target">A PNG.</param>
    public static int Draw(string kind, string jsonLines, string target)
    {
        using var plot = new Plot { ScaleFactor = Scale };
        plot.Font.Set(EmbeddedFont.Name);
        var measurements = Measurement.Read(jsonLines);
        if (kind == "growth")
            Growth(plot, [.. measurements.Where(line => line.Table == "growth" && line.Threads == 1)]);
        else
            Recall(plot, [.. measurements.Where(line => line.Table == "hnsw" && line.Data == "clustered")]);

        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.FontSize = 15;
        plot.Axes.Bottom.Label.FontSize = plot.Axes.Left.Label.FontSize = 13;
        plot.Grid.MajorLineColor = Color.FromHex("#E3E3E3");
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = ScottPlot.Colors.Transparent;
        plot.SavePng(target, Width, Height);
        return 0;
    }

    private static void Growth(Plot plot, IReadOnlyList<Measurement> lines)
    {
        var number = 0;
        foreach (var series in lines.GroupBy(line => $"{(line.Method == "hnsw" ? "graph" : "flat")}, {line.Precision}"))
        {
            var points = series.GroupBy(line => line.Vectors).OrderBy(group => group.Key)
                .Select(group => (Math.Log10(group.Key), Math.Log10(Median(group) * 1000)));
            Add(plot, number++, series.Key, points);
        }

        plot.Title("Time for ten neighbors of one query, on one thread");
        plot.XLabel("vectors");
        plot.YLabel("milliseconds");
        plot.Axes.Bottom.TickGenerator = Powers(lines.Select(line => (double)line.Vectors));
        plot.Axes.Left.TickGenerator = Powers(lines.SelectMany(line => line.Seconds).Select(seconds => seconds * 1000));
        plot.ShowLegend(Alignment.UpperLeft);
    }

    private static void Recall(Plot plot, IReadOnlyList<Measurement> lines)
    {
        var number = 0;
        foreach (var series in lines.GroupBy(Name))
        {
            Add(plot, number++, series.Key, series.GroupBy(line => line.Ef).OrderBy(group => group.Key)
                .Select(group => (group.Average(line => line.Recall ?? 0), Math.Log10(1 / Median(group)))));
        }

        plot.Title($"Graphs of the same M and efConstruction over the same {lines.Max(line => line.Vectors):N0} vectors");
        plot.XLabel("recall@10");
        plot.YLabel("queries a second, one thread");
        plot.Axes.Left.TickGenerator = Powers(lines.SelectMany(line => line.Seconds).Select(seconds => 1 / seconds));
        plot.ShowLegend(Alignment.LowerLeft);
    }

    private static string Name(Measurement line) => line.Library switch
    {
        "hnswlib" when line.Method == "native" => "hnswlib, compiled for this processor",
        "hnswlib" => "hnswlib, as Debian compiles it",
        _ => line.Library,
    };

    private static void Add(Plot plot, int number, string name, IEnumerable<(double X, double Y)> points)
    {
        var (x, y) = (points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
        var line = plot.Add.Scatter(x, y, Color.FromHex(Palette[number % Palette.Length]));
        line.LegendText = name;
        line.LineWidth = 2;
        line.MarkerSize = 9;
        line.MarkerShape = Shapes[number % Shapes.Length];
        line.MarkerLineWidth = 2;
    }

    private static double Median(IEnumerable<Measurement> lines) => Rounds.Median(lines.SelectMany(line => line.Seconds));

    /// <summary>
    /// Ticks at 1, 2 and 5 times the powers of ten, where few powers are spanned; at the powers alone where there are many.
    /// </summary>
    private static NumericManual Powers(IEnumerable<double> values)
    {
        var (low, high) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        var ticks = new NumericManual();
        for (var power = low; power <= high; power++)
        {
            foreach (var times in high - low <= 3 ? [1, 2, 5] : new[] { 1 })
            {
                var value = times * Math.Pow(10, power);
                ticks.AddMajor(Math.Log10(value), value >= 1 ? $"{value:N0}" : $"{value:0.####}");
            }
        }

        return ticks;
    }

    /// <summary>The typeface of the drawn sheets: the drawing library finds none of the system's.</summary>
    private sealed class EmbeddedFont : IFontResolver
    {
        public const string Name = "Kindred";

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, bold: false, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
        {
            if (fontName != Name)
                return null;
            using var stream = typeof(SearchPlots).Assembly.GetManifestResourceStream("font")
                ?? throw new InvalidOperationException("The font is not embedded.");
            return SKTypeface.FromStream(stream);
        }
    }
}
