using System.Diagnostics;
using Kindred.Spaces;

namespace Kindred.Benchmarks.Axes;

/// <summary>What the number of axes, and the number of images they are fitted on, does to a space: Markdown tables.</summary>
internal static class AxesTables
{
    public static readonly int[] AxisCounts = [64, 128, 256, 512];

    /// <summary>Made-up embeddings that fits are compared on.</summary>
    private const int MadeUp = 40_000;

    /// <summary>As on real galleries: 0.9 on the photographs of clothes, 1.0 on the sample gallery (axes 4 to 100).</summary>
    private const double RealDecay = 1;

    private const int Rounds = 5;

    /// <summary>A row for each number of axes: precision@5 in some libraries, and the time of a fit on a full sample.</summary>
    public static async Task<int> PrintQualityAsync(string[] libraries)
    {
        var names = libraries.Select(library => Path.GetFileName(Path.TrimEndingDirectorySeparator(library)));
        var columns = names.Select(name => $"{name}: by looks, whole gallery | by looks, five folds | learned, five folds | ");
        Console.WriteLine(
            $"| axes | {string.Concat(columns)}fit of {VisualSpace.SampleSize:N0} × {MadeUpEmbeddings.Dimensions:N0} |");
        Console.WriteLine($"|---|{string.Concat(libraries.Select(_ => "---|---|---|"))}---|");
        foreach (var axes in AxisCounts)
        {
            var cells = new List<string>();
            foreach (var library in libraries)
                cells.Add(await AxesQuality.CellsAsync(library, axes) + " | ");
            Console.WriteLine($"| {axes} | {string.Concat(cells)}{FitSeconds(axes):0.00} s |");
        }

        return 0;
    }

    /// <summary>
    /// A fit on a sample beside one on all, where variances fall more slowly than on real galleries, as there, and faster.
    /// </summary>
    public static int PrintFits()
    {
        Console.WriteLine("| variances fall with power | axes | fitted on | time | variance kept | recall@10 of raw neighbors |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var decay in (double[])[RealDecay / 2, RealDecay, RealDecay * 1.5])
            SampleOrAll.Run(MadeUp, decay);
        return 0;
    }

    private static double FitSeconds(int axes)
    {
        var embeddings = new MadeUpEmbeddings(VisualSpace.SampleSize, RealDecay);
        var seconds = new double[Rounds];
        foreach (ref var time in seconds.AsSpan())
        {
            using var rows = embeddings.Rows([.. Enumerable.Range(0, embeddings.Count)]);
            var started = Stopwatch.GetTimestamp();
            VisualSpace.Fit(rows, 1, embeddings.Count, axes).Dispose();
            time = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[Rounds / 2];
    }
}
