using System.Diagnostics;
using System.Text.Json;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// What a search and a recommendation cost by themselves, one after the other on one thread: what a server adds is on top.
/// </summary>
internal static class SearchCost
{
    private const int Rounds = 2000;
    private const int Results = 20;
    private const int Likes = 5;

    public static async Task<int> RunAsync(string directory)
    {
        await using var library = new Library(
            SqliteLibraryStore.Open(directory), () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        var random = new Random(1);
        ImageQuery Query() => gallery.Query(gallery.Images[random.Next(gallery.Images.Count)]);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = gallery.Images.Count,
            similarMilliseconds = Median(() => gallery.Similar(Query(), Results)),
            recommendMilliseconds = Median(() => gallery.Recommend(Profile.Of(Enumerable.Range(0, Likes).Select(_ => Query())))),
        }));
        return 0;
    }

    private static double Median(Func<object> work)
    {
        var times = new double[Rounds];
        for (var round = -Rounds / 10; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            if (round >= 0)
                times[round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return Math.Round(times[Rounds / 2], 3);
    }
}
