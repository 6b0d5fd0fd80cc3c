using System.Diagnostics;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;
using Kindred.Vision;
using Kindred.Vision.Decoding;

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
        var pictures = FolderScan.Run(Path.GetFullPath(folder)).Files
            .Select(file => File.ReadAllBytes(Path.Combine(folder, file.Path)))
            .ToArray();
        var options = new OnnxEmbedderOptions();
        using var networks = EmbeddingNetworks.Load(model);
        using var embedder = OnnxEmbedder.Load(model, options);

        double[] decode = new double[Rounds], inference = new double[Rounds], whole = new double[Rounds];
        for (var round = -1; round < Rounds; round++)
        {
            var decoded = Rate(pictures.Length, () => Decode(pictures, networks, options));
            var inferred = Rate(pictures.Length, () => Infer(pictures.Length, networks, options));
            var indexed = await IndexAsync(folder, embedder, pictures.Length);
            if (round >= 0)
                (decode[round], inference[round], whole[round]) = (decoded, inferred, indexed);
        }

        double d = Median(decode), i = Median(inference), w = Median(whole);
        var limit = 1 / ((1 / d) + (1 / i));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            model = networks.Stamp.Model,
            pictures = pictures.Length,
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

    internal static void Decode(byte[][] pictures, EmbeddingNetworks networks, OnnxEmbedderOptions options)
    {
        var decoder = new ImageDecoder();
        var next = -1;
        OnEveryCore(options.Workers, () =>
        {
            var pixels = new byte[networks.Width * networks.Height * 3];
            for (int picture; (picture = Interlocked.Increment(ref next)) < pictures.Length;)
                decoder.Decode(pictures[picture], networks.Width, networks.Height, pixels);
        });
    }

    internal static void Infer(int count, EmbeddingNetworks networks, OnnxEmbedderOptions options)
    {
        var next = -1;
        OnEveryCore(options.Workers, () =>
        {
            using var batch = new EmbeddingBatch(networks, options.BatchSize);
            while (Interlocked.Increment(ref next) < count)
            {
                // What is in a picture makes no difference to how long it takes.
                batch.Add(0, 0, 0);
                if (batch.IsFull)
                    batch.Run();
            }

            batch.Run();
        });
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

    private static void OnEveryCore(int cores, Action work)
    {
        var threads = Enumerable.Range(0, cores).Select(_ => new Thread(() => work())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
