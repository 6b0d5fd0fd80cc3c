using System.Diagnostics;
using System.Text.Json;
using Kindred.Galleries;
using Kindred.Layouts;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// What laying a gallery out costs, and how much it keeps: of the ten nearest in the plane, and in the library's space, how many have the
/// same label.
/// </summary>
internal static class LayoutCost
{
    private const int Rounds = 3;
    private const int Nearest = 10;

    /// <summary>Neighbors that a layout asks for.</summary>
    private const int LayoutNeighbors = NeighborGraph.Neighbors;

    /// <summary>Pictures whose nearest in the plane are looked at: each takes a pass over all.</summary>
    private const int Asked = 1000;

    public static async Task<int> RunAsync(string directory)
    {
        await using var library = new Library(
            SqliteLibraryStore.Open(directory), () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        var rounds = gallery.Images.Count < SearchChoice.LeastForGraph ? Rounds : 1;
        var (seconds, processor) = (new double[rounds], new double[rounds]);
        var layout = new GalleryLayout([]);
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            processor[round] = ProcessorTime.Of(() => layout = GalleryLayout.Compute(gallery.Index));
            seconds[round] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        Array.Sort(processor);
        Neighbor[][] found = [], exact = [];
        var finding = ProcessorTime.Of(() => found = gallery.Index.SearchAll(LayoutNeighbors));
        var comparing = ProcessorTime.Of(() => exact = gallery.Exact.SearchAll(LayoutNeighbors));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = gallery.Images.Count,
            index = gallery.Index.GetType().Name,
            seconds = Math.Round(seconds[rounds / 2], 3),
            processorSeconds = Math.Round(processor[rounds / 2], 3),
            neighborsProcessorSeconds = finding,
            exactNeighborsProcessorSeconds = comparing,
            shareOfExactNeighbors = Math.Round(found.Zip(exact).Average(both =>
                both.First.IntersectBy(both.Second.Select(neighbor => neighbor.Id), neighbor => neighbor.Id).Count()
                / (double)LayoutNeighbors), 4),
            sameLabelInLayout = Share(gallery, image => InThePlane(layout, image)),
            sameLabelInSpace = Share(gallery, image => gallery.Index.Search(gallery.Index[image], Nearest + 1)
                .Where(neighbor => neighbor.Id != image).Take(Nearest).Select(neighbor => neighbor.Id)),
            megabytesAtMost = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
        }));
        return 0;
    }

    private static double Share(Gallery gallery, Func<int, IEnumerable<int>> nearest)
    {
        int[] labeled = [.. Enumerable.Range(0, gallery.Images.Count).Where(image => gallery.Images[image].Label is not null)];
        var step = Math.Max(1, labeled.Length / Asked);
        labeled = [.. labeled.Where((_, at) => at % step == 0)];
        return labeled.Length == 0
            ? 0
            : Math.Round(
                labeled.AsParallel().Average(image => nearest(image)
                    .Average(other => gallery.Images[other].Label == gallery.Images[image].Label ? 1.0 : 0.0)),
                3);
    }

    private static IEnumerable<int> InThePlane(GalleryLayout layout, int image)
    {
        var (x, y) = layout.Positions[image];
        return Enumerable.Range(0, layout.Positions.Count)
            .Where(other => other != image)
            .OrderBy(other => Math.Pow(layout.Positions[other].X - x, 2) + Math.Pow(layout.Positions[other].Y - y, 2))
            .Take(Nearest);
    }
}
