using Kindred.Colors;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Samples;
using Kindred.Search;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// How good the colors of things are. For any labelled library: what a weight of color does to the ten most similar, by label and by how
/// near their colors are. For the library of a drawn sample, whose paint is known: whether what is found for a color has it.
/// </summary>
internal static class ColorQuality
{
    private const int Places = 10;

    /// <summary>The share of the paint from which on a drawn thing is of a color.</summary>
    private const float LeastPaint = 0.4f;

    public static async Task<int> RunAsync(string folder, string? sample)
    {
        await using var library = new Library(
            SqliteLibraryStore.Open(folder), () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.PrepareAsync() ?? throw new InvalidOperationException("The library has no pictures.");
        var paint = sample is null ? null : Paints(gallery, int.Parse(sample, System.Globalization.CultureInfo.InvariantCulture));
        PrintWeights(gallery, paint);
        if (paint is not null)
            PrintColors(gallery, paint);
        return 0;
    }

    /// <summary>The names of the paint of each image, with the share that has each.</summary>
    private static Dictionary<ColorName, float>[] Paints(Gallery gallery, int count)
    {
        var drawn = SampleGallery.PaintOf(count);
        return
        [
            .. gallery.Images.Select(image => Enum.GetValues<ColorName>().Where(name => name != ColorName.None).ToDictionary(
                name => name,
                name => drawn[image.Path].Where(paint =>
                    ColorCentroids.NamesOf(LabColor.FromRgb(paint.Red, paint.Green, paint.Blue)).HasFlag(name)).Sum(paint => paint.Share))),
        ];
    }

    private static void PrintWeights(Gallery gallery, Dictionary<ColorName, float>[]? paint)
    {
        Console.WriteLine("| weight | precision@10 by label | nearness of colors | same paint |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var weight in (double[])[0, 0.1, 0.25, 0.5, 0.75, 1])
        {
            var (labels, near, same, judged) = (0.0, 0.0, 0.0, 0);
            foreach (var (position, image) in gallery.Images.Index())
            {
                var found = gallery.Similar(gallery.Query(image), Places, new SimilarOptions { ColorWeight = weight });
                labels += found.Average(one => one.Image.Label == image.Label ? 1.0 : 0);
                near += found.Average(one => gallery.Colors!.NearnessTo(gallery.PositionOf(one.Image), gallery.Colors.BytesAt(position)));
                if (paint is null)
                    continue;
                var main = paint[position].MaxBy(pair => pair.Value).Key;
                same += found.Average(one => paint[gallery.PositionOf(one.Image)][main] >= LeastPaint ? 1.0 : 0);
                judged++;
            }

            var count = gallery.Images.Count;
            Console.WriteLine(
                $"| {weight} | {labels / count:P1} | {near / count:F3} | {(judged == 0 ? "" : (same / judged).ToString("P1", null))} |");
        }
    }

    private static void PrintColors(Gallery gallery, Dictionary<ColorName, float>[] paint)
    {
        Console.WriteLine();
        Console.WriteLine("| color | painted | found | of them painted so (precision) | of the painted found (recall) | by chance |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var (allFound, allRight, allPainted) = (0, 0, 0);
        foreach (var text in WantedColor.Names)
        {
            var wanted = WantedColor.Parse(text, null);
            var painted = Enumerable.Range(0, paint.Length).Where(i => paint[i][wanted.Name] >= LeastPaint).ToHashSet();
            int[] found = [.. Enumerable.Range(0, paint.Length).Where(i => gallery.Colors!.Has(i, wanted))];
            var right = found.Count(painted.Contains);
            (allFound, allRight, allPainted) = (allFound + found.Length, allRight + right, allPainted + painted.Count);
            Print(text, painted.Count, found.Length, right, paint.Length);
        }

        Print("all", allPainted, allFound, allRight, paint.Length * WantedColor.Names.Count);
    }

    private static void Print(string text, int painted, int found, int right, int count) => Console.WriteLine(
        $"| {text} | {painted} | {found} | {(found == 0 ? "" : ((double)right / found).ToString("P0", null))} | "
        + $"{(painted == 0 ? "" : ((double)right / painted).ToString("P0", null))} | {(double)painted / count:P0} |");
}
