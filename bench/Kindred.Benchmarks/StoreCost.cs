using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// What writing and reading a library costs by itself: made-up embeddings of 1,280 numbers, stored as an index run stores them.
/// </summary>
internal static class StoreCost
{
    private const int Dimensions = 1280;
    private const int PicturesAtOnce = 64;
    private const int Rounds = 200;

    /// <summary>Fills a new library, and reads it.</summary>
    /// <param name="location">A folder, or an address of PostgreSQL.</param>
    /// <param name="pictures">How many pictures to fill it with.</param>
    public static async Task<int> RunAsync(string location, int pictures)
    {
        await using ILibraryStore store = PostgresAddress.IsOne(location)
            ? PostgresLibraryStore.OpenOrCreate(PostgresAddress.Parse(location))
            : SqliteLibraryStore.OpenOrCreate(location);
        await store.WriteSettingsAsync(new LibrarySettings(
            new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true), SpaceKind.Visual));
        await store.AddFolderAsync("/gallery");

        var apply = await RateAsync(pictures, () => FillAsync(store, pictures));
        var embeddings = await RateAsync(pictures, async () =>
        {
            var read = 0;
            await foreach (var stored in store.ReadEmbeddingsAsync())
                read += stored.Embedding.Length;
            if (read != pictures * Dimensions)
                throw new InvalidOperationException($"{read} numbers were read.");
        });
        var images = await RateAsync(pictures, () => store.ReadImagesAsync());
        var all = await store.ReadImagesAsync();
        var random = new Random(1);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures,
            megabytes = Math.Round(store.Size / 1e6, 1),
            applyPerSecond = apply,
            embeddingsPerSecond = embeddings,
            imagesPerSecond = images,
            pageMilliseconds = await MedianAsync(
                () => store.ReadImagesAsync(ImageCursor.Behind(all[random.Next(all.Count)]), 100)),
            hundredIdsMilliseconds = await MedianAsync(
                () => store.ReadImagesAsync([.. random.GetItems(CollectionsMarshal.AsSpan([.. all]), 100).Select(image => image.Id)])),
            tenEmbeddingsMilliseconds = await MedianAsync(() => store.ReadContentEmbeddingsAsync(
                [.. random.GetItems(CollectionsMarshal.AsSpan([.. all]), 10).Select(image => image.Content)])),
            revisionMilliseconds = await MedianAsync(() => store.ReadRevisionAsync()),
        }));
        return 0;
    }

    private static async Task FillAsync(ILibraryStore store, int pictures)
    {
        var random = new Random(1);
        var print = new byte[Fingerprint.Size];
        for (var start = 0; start < pictures; start += PicturesAtOnce)
        {
            var changes = new LibraryChanges();
            for (var picture = start; picture < Math.Min(pictures, start + PicturesAtOnce); picture++)
            {
                var content = ContentHash.Of(BitConverter.GetBytes(picture));
                var raw = new float[Dimensions];
                for (var i = 0; i < raw.Length; i++)
                    raw[i] = random.NextSingle() - 0.5f;
                random.NextBytes(print);
                changes.Embeddings.Add(new ContentEmbedding(content, raw, 640, 480, new Fingerprint(print)));
                changes.Files.Add(new IndexedFile("/gallery", MadeUpLibrary.PathOf(picture), content, 1, DateTime.UnixEpoch));
            }

            await store.ApplyAsync(changes);
        }
    }

    private static async Task<int> RateAsync(int pictures, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return (int)(pictures / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<double> MedianAsync(Func<Task> work)
    {
        var times = new double[Rounds];
        for (var round = -Rounds / 10; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            if (round >= 0)
                times[round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return Math.Round(times[Rounds / 2], 3);
    }
}
