using System.Diagnostics;
using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Search.Vectors;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Choices;

/// <summary>What a person's list costs once the gallery is open, and how much a graph finds of what exact search finds.</summary>
internal static class ChoicesLists
{
    private const int Rounds = 2000;
    private const int Queries = 500;
    private const int K = 10;

    /// <summary>
    /// Lists of people drawn by chance, one after another, as lines of JSON. Two builds with the same checksum made the same lists.
    /// </summary>
    public static async Task<int> RunAsync(string directory, int people, double? weight)
    {
        var store = SqliteLibraryStore.Open(directory);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        var opened = Stopwatch.GetTimestamp();
        using var gallery = await library.OpenGalleryAsync();
        var opening = Stopwatch.GetElapsedTime(opened).TotalMilliseconds;
        var random = new Random(1);
        var (reading, listing) = (new double[Rounds], new double[Rounds]);
        var first = 0.0;
        var processor = TimeSpan.Zero;
        var (allocated, checksum) = (0L, 0L);
        for (var round = -Rounds / 10; round < Rounds; round++)
        {
            if (round == 0)
                (processor, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
            var started = Stopwatch.GetTimestamp();
            var interactions = await store.ReadInteractionsAsync($"user{random.Next(people)}");
            var profile = await new ProfileReader(store, gallery).ReadAsync(interactions, CancellationToken.None);
            var read = Stopwatch.GetTimestamp();
            var list = gallery.Recommend(profile, new RecommendationOptions { Count = K, PeopleWeight = weight });
            if (round == -Rounds / 10)
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (round < 0)
                continue;
            reading[round] = Stopwatch.GetElapsedTime(started, read).TotalMilliseconds;
            listing[round] = Stopwatch.GetElapsedTime(read).TotalMilliseconds;
            foreach (var item in list.Items)
                checksum = unchecked((checksum * 31) + item.Image.Id.Value + (item.Taste * 1_000_003L));
        }

        var whole = reading.Zip(listing, (one, other) => one + other).ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = gallery.Images.Count,
            weights = weight is { } asked ? [asked] : gallery.Space.Choices?.Weights,
            openingMilliseconds = Math.Round(opening),
            firstMilliseconds = Math.Round(first, 1),
            processorMilliseconds = Math.Round((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Rounds, 3),
            kilobytesAllocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024 / Rounds,
            checksum,
            p50 = At(whole, 0.5),
            p99 = At(whole, 0.99),
            readingP50 = At(reading, 0.5),
            listP50 = At(listing, 0.5),
            listP99 = At(listing, 0.99),
        }));
        return 0;
    }

    /// <summary>Recall@10 and time of the library's own index beside exact search, for queries by looks and for people.</summary>
    public static async Task<int> RecallAsync(string directory, int people)
    {
        var store = SqliteLibraryStore.Open(directory);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        if (gallery.Space.Choices is not { } half)
            throw new InvalidOperationException("The library's choices say nothing beside looks.");
        foreach (var weight in (float[])[0, 0.2f, 0.5f, 0.8f, 1])
        {
            var queries = new List<float[]>();
            var random = new Random(4);
            while (queries.Count < Queries)
            {
                var interactions = await store.ReadInteractionsAsync($"user{random.Next(people)}");
                var profile = await new ProfileReader(store, gallery).ReadAsync(interactions, CancellationToken.None);
                if (profile.Likes.Count == 0)
                    continue;
                var point = profile.Likes[random.Next(profile.Likes.Count)].Image.Embedding.ToArray();
                using var person = weight == 0
                    ? null
                    : Recommendations.Strategies.PersonChoices.Of(half, profile, weight);
                queries.Add(person?.Join(point) ?? point);
            }

            foreach (var query in queries)
                VectorTable.Normalize(query);
            HashSet<int>[] exact = [.. queries.Select(query => gallery.Exact.Search(query, K).Select(found => found.Id).ToHashSet())];
            int[] widths = gallery.Index is HnswIndex ? [50, 100, 200, 400, 800, 0] : [0];
            foreach (var ef in widths)
            {
                var index = ef == 0 ? gallery.People : gallery.Index;
                if (index is HnswIndex graph)
                    graph.EfSearch = ef;
                var found = 0;
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < queries.Count; i++)
                    found += index.Search(queries[i], K).Count(neighbor => exact[i].Contains(neighbor.Id));
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds / queries.Count;
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    weight,
                    index = index is HnswIndex ? "graph" : "codes",
                    ef,
                    recall = Math.Round(found / (double)(K * queries.Count), 4),
                    microseconds = Math.Round(elapsed),
                }));
            }
        }

        return 0;
    }

    private static double At(double[] times, double share)
    {
        var sorted = times.Order().ToArray();
        return Math.Round(sorted[(int)(share * (sorted.Length - 1))], 3);
    }
}
