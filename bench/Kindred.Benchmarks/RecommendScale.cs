using System.Diagnostics;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// What a recommendation costs as likes grow, over a library of made-up embeddings (clusters of raw length, real SQLite, the learned
/// space), as a Markdown table: medians of nine.
/// </summary>
internal static class RecommendScale
{
    private const int Rounds = 9;

    public static async Task<int> RunAsync(int pictures)
    {
        var folder = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            await MadeUpLibrary.FillAsync(folder, pictures);
            await using var library = new Library(
                SqliteLibraryStore.Open(folder), () => throw new InvalidOperationException("Nothing is embedded here."));
            (await library.PrepareAsync())?.Dispose(); // Fits the space and measures the scores, once.
            var opened = Stopwatch.GetTimestamp();
            using var gallery = await library.OpenGalleryAsync();
            Console.WriteLine(
                $"{pictures:N0} pictures, {gallery.Space.Kind} space of {gallery.Space.Dimensions} numbers; "
                + $"opening the gallery takes {Stopwatch.GetElapsedTime(opened).TotalMilliseconds:N0} ms");
            Console.WriteLine();
            Console.WriteLine("| likes | tastes | best | average | tastes, diversity 0.5 |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var likes in (int[])[1, 10, 100, 1000])
            {
                var profile = Profile.Of(Draw(gallery, likes, seed: likes));
                Console.WriteLine(
                    $"| {likes:N0} | {Time(gallery, profile, Strategy.Tastes, 0)} | {Time(gallery, profile, Strategy.Best, 0)}"
                    + $" | {Time(gallery, profile, Strategy.Average, 0)} | {Time(gallery, profile, Strategy.Tastes, 0.5)} |");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Time(Gallery gallery, Profile profile, Strategy strategy, double diversity)
    {
        var options = new RecommendationOptions { Strategy = strategy, Diversity = diversity };
        gallery.Recommend(profile, options);
        var times = new double[Rounds];
        foreach (ref var time in times.AsSpan())
        {
            var started = Stopwatch.GetTimestamp();
            gallery.Recommend(profile, options);
            time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return $"{times[Rounds / 2]:0.0} ms";
    }

    /// <summary>Likes of five kinds, as of somebody with several tastes.</summary>
    private static IEnumerable<ImageQuery> Draw(Gallery gallery, int count, int seed)
    {
        Image[] images = [.. gallery.Images.Where(image => image.Label is "kind0" or "kind7" or "kind14" or "kind21" or "kind28")];
        new Random(seed).Shuffle(images);
        return images.Take(count).Select(gallery.Query);
    }
}
