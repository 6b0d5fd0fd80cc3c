using System.Diagnostics;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// What a recommendation costs as likes grow, over a library of made-up embeddings (clusters of raw length, real SQLite, the learned space),
/// as a Markdown table: medians of nine.
/// </summary>
internal static class RecommendScale
{
    private const int Kinds = 40;
    private const int Rounds = 9;

    public static async Task<int> RunAsync(int pictures)
    {
        var folder = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            await FillAsync(folder, pictures);
            await using var library = new Library(SqliteLibraryStore.Open(folder), () => throw new InvalidOperationException("Nothing is embedded here."));
            (await library.OpenGalleryAsync()).Dispose(); // Fits the space and measures the scores, once.
            var opened = Stopwatch.GetTimestamp();
            using var gallery = await library.OpenGalleryAsync();
            Console.WriteLine($"{pictures:N0} pictures, {gallery.Space.Kind} space of {gallery.Space.Dimensions} numbers; opening the gallery takes {Stopwatch.GetElapsedTime(opened).TotalMilliseconds:N0} ms");
            Console.WriteLine();
            Console.WriteLine("| likes | tastes | best | average | tastes, diversity 0.5 |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var likes in (int[])[1, 10, 100, 1000])
            {
                var profile = Profile.Of(Draw(gallery, likes, seed: likes));
                Console.WriteLine(
                    $"| {likes:N0} | {Time(gallery, profile, Strategy.Tastes, 0)} | {Time(gallery, profile, Strategy.Best, 0)} | {Time(gallery, profile, Strategy.Average, 0)} | {Time(gallery, profile, Strategy.Tastes, 0.5)} |");
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

    private static async Task FillAsync(string folder, int pictures)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(folder);
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 2080, FitsSpace: true);
        await store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Learned));
        await store.AddFolderAsync("/gallery");
        var random = new Random(1);
        float[] Noise() => [.. Enumerable.Range(0, stamp.Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        float[][] centers = [.. Enumerable.Range(0, Kinds).Select(_ => Noise())];
        for (var start = 0; start < pictures; start += 500)
        {
            var changes = new LibraryChanges();
            for (var picture = start; picture < Math.Min(pictures, start + 500); picture++)
            {
                var content = ContentHash.Of(BitConverter.GetBytes(picture));
                var noise = Noise();
                var center = centers[picture % Kinds];
                changes.Embeddings.Add(new ContentEmbedding(content, noise.Select((value, i) => (1.5f * value) + center[i]).ToArray(), 640, 480));
                changes.Files.Add(new ImageFile("/gallery", $"kind{picture % Kinds}/{picture:000000}.jpg", content, 1, DateTime.UnixEpoch));
            }

            await store.ApplyAsync(changes);
        }
    }
}
