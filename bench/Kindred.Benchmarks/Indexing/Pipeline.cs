using System.Diagnostics;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Indexing;

/// <summary>
/// Measures indexing against its own limit. Decode alone and inference alone run on all cores, as indexing does; work that needs both
/// on the same cores cannot be faster than <c>1 / (1/decode + 1/inference)</c>. Rounds alternate, and medians are compared.
/// </summary>
internal static class Pipeline
{
    private const int Rounds = 9;

    public static async Task<int> RunAsync(string folder, string? model)
    {
        using var parts = new IndexParts(folder, model);
        var count = parts.Pictures.Length;

        double[] decode = new double[Rounds], inference = new double[Rounds], whole = new double[Rounds];
        for (var round = -1; round < Rounds; round++)
        {
            var decoded = Rate(count, parts.Decode);
            var inferred = Rate(count, parts.Infer);
            var indexed = await IndexAsync(folder, parts.Embedder, count);
            if (round >= 0)
                (decode[round], inference[round], whole[round]) = (decoded, inferred, indexed);
        }

        double d = Median(decode), i = Median(inference), w = Median(whole);
        var limit = 1 / ((1 / d) + (1 / i));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            model = parts.Embedder.Stamp.Model,
            pictures = count,
            cores = Environment.ProcessorCount,
            rounds = Rounds,
            decodePerSecond = Math.Round(d, 1),
            inferencePerSecond = Math.Round(i, 1),
            indexPerSecond = Math.Round(w, 1),
            limitPerSecond = Math.Round(limit, 1),
            ratio = Math.Round(w / limit, 3),
        }));
        return 0;
    }

    /// <summary>
    /// The whole of <c>kindred index</c>: scan, read, hash, decode, infer, store, fit the space. The space is the visual one, without
    /// labels. The model is loaded and warm, as it is above.
    /// </summary>
    private static async Task<double> IndexAsync(string folder, IImageEmbedder embedder, int count)
    {
        var directory = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            await using var store = SqliteLibraryStore.OpenOrCreate(directory);
            var library = new Library(store, () => embedder);
            var started = Stopwatch.GetTimestamp();
            await library.IndexAsync(folder, new IndexOptions { Space = SpaceKind.Visual });
            return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double Rate(int count, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
