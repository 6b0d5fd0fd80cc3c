using System.Diagnostics;
using System.Text.Json;
using Kindred.Benchmarks.Neighbors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates.Finding;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Indexing;

/// <summary>
/// What finding candidates for near-duplicates costs, exactly and by a graph, and what the graph finds of what there is. Galleries are made
/// up from the embeddings of photographs and of altered copies of them, so that they have the structure of real ones.
/// </summary>
internal static class CandidateCost
{
    private const string Copy = "-copy";

    /// <summary>One of so many made-up pictures has an altered copy.</summary>
    private const int PerCopy = 25;

    /// <summary>
    /// Makes a library of made-up embeddings. Each is a mixture of those of two photographs, about their mean and as far from it as they
    /// are, so that they lie no closer than real ones; a copy differs from its original as two
    /// altered copies of some photograph differ from each other. Fingerprints are those of a photograph, and for a copy of its other copy.
    /// </summary>
    /// <param name="from">
    /// A library of two altered copies of each photograph: of <c>growth FOLDER N PHOTOGRAPHS</c>, N twice their number.
    /// </param>
    /// <param name="to">The library to make.</param>
    /// <param name="count">How many pictures.</param>
    public static async Task<int> FillAsync(string from, string to, int count)
    {
        await using var source = SqliteLibraryStore.Open(from);
        var stamp = (await source.ReadSettingsAsync())?.Stamp ?? throw new KindredException($"{from} is empty.");
        var (altered, prints) = (new List<float[]>(), new List<Fingerprint?>());
        var fingerprints = await source.ReadFingerprintsAsync().ToDictionaryAsync();
        await foreach (var stored in source.ReadEmbeddingsAsync())
        {
            altered.Add([.. stored.Embedding.ToArray().Select(half => (float)half)]);
            prints.Add(fingerprints.GetValueOrDefault(stored.Image.Content));
        }

        // In the order of paths the second copies of all photographs follow the first ones.
        var photographs = altered.Count / 2;
        float[] mean = [.. Enumerable.Range(0, stamp.Dimensions).Select(i => altered.Average(one => one[i]))];
        await using var store = SqliteLibraryStore.OpenOrCreate(to);
        await store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Visual));
        await store.AddFolderAsync("/gallery");
        var random = new Random(1);
        var (original, shown) = (Array.Empty<float>(), 0);
        for (var start = 0; start < count; start += 500)
        {
            var changes = new LibraryChanges();
            for (var picture = start; picture < Math.Min(count, start + 500); picture++)
            {
                var isCopy = picture % PerCopy == PerCopy - 1;
                var (one, other) = (random.Next(photographs), random.Next(photographs));
                var angle = random.NextSingle() * MathF.PI / 4;
                var (share, rest) = (MathF.Cos(angle), MathF.Sin(angle));
                var made = new float[stamp.Dimensions];
                for (var i = 0; i < made.Length; i++)
                {
                    made[i] = Math.Max(0, isCopy
                        ? original[i] + altered[photographs + one][i] - altered[one][i]
                        : mean[i] + (share * (altered[one][i] - mean[i])) + (rest * (altered[other][i] - mean[i])));
                }

                shown = isCopy ? photographs + shown : random.Next(photographs);
                original = made;
                var content = ContentHash.Of(BitConverter.GetBytes(picture));
                changes.Embeddings.Add(new ContentEmbedding(content, made, 640, 480, prints[shown]));
                var path = isCopy ? $"{picture - 1:0000000}{Copy}.jpg" : $"{picture:0000000}.jpg";
                changes.Files.Add(new IndexedFile("/gallery", path, content, 1, DateTime.UnixEpoch));
            }

            await store.ApplyAsync(changes);
        }

        return 0;
    }

    /// <summary>Finds the candidates of all pictures of a library both ways.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        var stamp = (await store.ReadSettingsAsync())?.Stamp ?? throw new KindredException($"{directory} is empty.");
        var images = await store.ReadImagesAsync();
        ContentHash[] contents =
            [.. images.Select(image => image.Content).Distinct().OrderBy(content => content.ToString(), StringComparer.Ordinal)];
        var raw = new RawEmbeddings(store, stamp);

        // Exact search takes as long for each pass over the library, so one says what all would take.
        using var exactFinder = new ExactCandidateFinder(raw);
        ContentHash[] asked = [.. contents.Take(exactFinder.MostAtOnce)];
        var exact = await FindAllAsync(exactFinder, asked);
        var before = ResidentMemory.Measure();
        var (started, clock) = (ProcessorTime.Now, Stopwatch.GetTimestamp());
        using var graphFinder = await GraphCandidateFinder.BuildAsync(
            raw, [.. contents.Take(PrincipalReduction.SampleSize)], linked: _ => { }, CancellationToken.None);
        var building = (Processor: ProcessorTime.Now - started, Clock: Stopwatch.GetElapsedTime(clock).TotalSeconds);
        var graphMegabytes = (ResidentMemory.Measure() - before) >> 20;
        var graph = await FindAllAsync(graphFinder, contents);

        var copies = CopiesOf(images);
        double? Share(Func<(ContentHash, ContentHash), bool> isWanted)
        {
            var wanted = exact.Pairs.Where(isWanted).ToList();
            return wanted.Count == 0 ? null : Math.Round(wanted.Count(graph.Pairs.Contains) / (double)wanted.Count, 5);
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = contents.Length,
            dimensions = stamp.Dimensions,
            askedExactly = asked.Length,
            exactProcessorSeconds = Math.Round(exact.Processor, 1),
            exactSeconds = Math.Round(exact.Clock, 1),
            buildingProcessorSeconds = Math.Round(building.Processor, 1),
            buildingSeconds = Math.Round(building.Clock, 1),
            graphMegabytes,
            findingProcessorSeconds = Math.Round(graph.Processor, 1),
            findingSeconds = Math.Round(graph.Clock, 1),
            pairs = exact.Pairs.Count,
            pairsOfAllByGraph = graph.Pairs.Count,
            share = Share(_ => true),
            copies = exact.Pairs.Count(copies.Contains),
            shareOfCopies = Share(copies.Contains),
        }));
        return 0;
    }

    private static async Task<(HashSet<(ContentHash, ContentHash)> Pairs, double Processor, double Clock)> FindAllAsync(
        ICandidateFinder finder, ContentHash[] contents)
    {
        var pairs = new HashSet<(ContentHash, ContentHash)>();
        var (started, clock) = (ProcessorTime.Now, Stopwatch.GetTimestamp());
        foreach (var chunk in contents.Chunk(finder.MostAtOnce))
        {
            foreach (var pair in await finder.FindAsync(chunk, CancellationToken.None))
                pairs.Add(InOrder(pair.Content, pair.Other));
        }

        return (pairs, ProcessorTime.Now - started, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    /// <summary>The pairs of a made-up picture and its copy, by their names.</summary>
    private static HashSet<(ContentHash, ContentHash)> CopiesOf(IReadOnlyList<Image> images)
    {
        var byPath = images.ToDictionary(image => image.Path, image => image.Content);
        return
        [
            .. images.Where(image => image.Path.Contains(Copy, StringComparison.Ordinal))
                .Select(image => InOrder(image.Content, byPath[image.Path.Replace(Copy, "", StringComparison.Ordinal)])),
        ];
    }

    private static (ContentHash, ContentHash) InOrder(ContentHash one, ContentHash other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? (one, other) : (other, one);
}
