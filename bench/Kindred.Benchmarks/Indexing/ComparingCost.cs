using System.Globalization;
using System.Text.Json;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NearDuplicates.Finding;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Indexing;

/// <summary>
/// What comparing the pictures of a library costs, and what it finds: all are compared anew, as if they had just come. Nothing is written
/// into the library.
/// </summary>
internal static class ComparingCost
{
    private const int Rounds = 3;

    /// <param name="directory">The library.</param>
    /// <param name="target">A file that gets a line for each pair, to compare two versions; none where <see langword="null"/>.</param>
    public static async Task<int> RunAsync(string directory, string? target)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        var stamp = (await store.ReadSettingsAsync())?.Stamp ?? throw new KindredException($"{directory} is empty.");
        var images = await store.ReadImagesAsync();
        ContentHash[] contents =
            [.. images.Select(image => image.Content).Distinct().OrderBy(content => content.ToString(), StringComparer.Ordinal)];

        using var finder = new ExactCandidateFinder(new RawEmbeddings(store, stamp));
        IReadOnlyList<CandidatePair> candidates = [];
        var (finding, comparing) = (new double[Rounds], new double[Rounds]);
        NearDuplicateEvidence[] evidence = [];
        var fingerprints = await store.ReadFingerprintsAsync(contents);
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            finding[round] = await ProcessorTime.OfAsync(
                async () => candidates = await finder.FindAsync(contents, CancellationToken.None));
            var before = GC.GetTotalAllocatedBytes();
            comparing[round] = ProcessorTime.Of(() => evidence = NearDuplicateEvidence.CompareAll(
                [.. candidates.Select(pair => (pair.Cosine, fingerprints[pair.Content], fingerprints[pair.Other]))],
                CancellationToken.None));
            allocated = GC.GetTotalAllocatedBytes() - before;
        }

        if (target is not null)
            File.WriteAllLines(target, candidates.Zip(evidence, Line).Order(StringComparer.Ordinal));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            pictures = contents.Length,
            pairs = candidates.Count,
            findingSeconds = finding,
            comparingSeconds = comparing,
            allocatedMegabytes = allocated >> 20,
            placed = evidence.Count(found => found.IsPlaced),
            nearDuplicates = evidence.Count(found => found.Likeness == Likeness.NearDuplicate),
            variants = evidence.Count(found => found.Likeness == Likeness.Variant),
        }));
        return 0;
    }

    private static string Line(CandidatePair pair, NearDuplicateEvidence found) => string.Create(
        CultureInfo.InvariantCulture,
        $"{pair.Content} {pair.Other} {found.Likeness} {found.Similarity} {found.IsPlaced} {found.Mirrored} {found.ColorDifference} "
        + $"{found.ColorExtent} {found.Structure} {found.DetailDifference} {found.ShapeDifference}");
}
