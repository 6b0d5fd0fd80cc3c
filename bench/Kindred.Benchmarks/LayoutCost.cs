using System.Diagnostics;
using System.Text.Json;
using Kindred.Galleries;
using Kindred.Layouts;
using Kindred.Libraries;
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

    public static async Task<int> RunAsync(string directory)
    {
        await using var library = new Library(
            SqliteLibraryStore.Open(directory), () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        var seconds = new double[Rounds];
        var layout = new GalleryLayout([]);
        foreach (ref var time in seconds.AsSpan())
        {
            var started = Stopwatch.GetTimestamp();
            layout = GalleryLayout.Compute(gallery.Index);
            time = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Array.Sort(seconds);
        var space = gallery.Neighbors(Nearest);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = gallery.Images.Count,
            seconds = Math.Round(seconds[Rounds / 2], 3),
            sameLabelInLayout = Share(gallery, image => InThePlane(layout, image)),
            sameLabelInSpace = Share(gallery, image => space[image].Select(neighbor => neighbor.Id)),
        }));
        return 0;
    }

    private static double Share(Gallery gallery, Func<int, IEnumerable<int>> nearest)
    {
        int[] labeled = [.. Enumerable.Range(0, gallery.Images.Count).Where(image => gallery.Images[image].Label is not null)];
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
