using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>What preparing a library costs, step by step: the first time, and after a change of one picture.</summary>
internal static class PreparingCost
{
    public static async Task<int> RunAsync(string directory)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        var source = Source(store);
        var settings = await store.ReadSettingsAsync() ?? throw new InvalidOperationException("The library is empty.");
        var first = new Steps();
        var space = await first.OfAsync("fit the space", () => source.Spaces.CurrentAsync(settings, refit: false, progress: null, default));
        await first.OfAsync("compare new pictures", async () =>
        {
            await source.NearDuplicates.CompareNewAsync(settings.Stamp, progress: null, default);
            return 0;
        });
        var reader = new VectorReader(store, settings.Stamp, space.Space);
        var (images, vectors) = await first.OfAsync("read and project", () => reader.ReadAllAsync(default));
        var path = Path.Combine(directory, "measured.index");
        var rowKeys = new RowKeys(space.Space);
        RowKey[] keys = [.. images.Select(rowKeys.Of)];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        first.Of("write the rows", () => IndexUpdate.WriteAll(path, default, order, keys, vectors, graph: null, SearchChoice.Rows));
        var graphs = SearchChoice.Rows with { UsesGraph = true };
        using (var index = new HnswIndex(vectors, graphs.Options))
        {
            first.Of("link", () => index.LinkAll(progress: null, default));
            first.Of("write rows and graph", () => IndexUpdate.WriteAll(path, default, order, keys, vectors, index.Graph, graphs));
        }

        first.Print("first");
        await ChangeAsync(store, path, settings, reader, rowKeys, graphs);
        File.Delete(path);
        return 0;
    }

    /// <summary>The same library after one picture has come.</summary>
    private static async Task ChangeAsync(
        SqliteLibraryStore store, string path, LibrarySettings settings, VectorReader reader, RowKeys rowKeys, SearchChoice graphs)
    {
        await AddAsync(store, settings.Stamp);
        var steps = new Steps();
        using var file = steps.Of("check the file", () => IndexFile.TryOpen(path))!; // It was written above.
        var images = await steps.OfAsync("read the names", () => store.ReadImagesAsync());
        var update = steps.Of("compare rows with names", () => IndexUpdate.Plan(file, images, rowKeys.Of));
        // It has the embedding.
        using var added = (await steps.OfAsync("read the new embedding", () => reader.ReadAsync(update.Missing, default)))!;
        using (var index = new HnswIndex(file.Vectors(sparing: false), graphs.Options, graph: file.Graph()))
        {
            steps.Of("link", () =>
            {
                index.Vectors.AddFrom(added, 0);
                index.LinkAll(progress: null, default);
            });
        }

        steps.Of("all of updating: link, write", () => update.Write(path, default, added, graphs, progress: null, default));
        using var written = steps.Of("check what was written", () => IndexFile.TryOpen(path));
        await steps.OfAsync("read near-duplicates", () => store.ReadNearDuplicatesAsync());
        steps.Print("one more");

        await AddAsync(store, settings.Stamp);
        var whole = new Steps();
        await whole.OfAsync("all of preparing, the first time", async () => await PrepareAsync(store));
        await AddAsync(store, settings.Stamp);
        await whole.OfAsync("all of preparing, after one more", async () => await PrepareAsync(store));
        whole.Print("whole");
    }

    private static async Task<int> PrepareAsync(SqliteLibraryStore store)
    {
        var source = Source(store);
        var step = default(LibraryStep?);
        var clock = Stopwatch.StartNew();
        var progress = new Told(value =>
        {
            if (value != step)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F2} s: {value}"));
            step = value;
        });
        var preparation = new LibraryPreparation(source, new IndexCache(store));
        using var gallery = await preparation.RunAsync(refit: false, links: true, progress, default);
        return 0;
    }

    private static async Task AddAsync(SqliteLibraryStore store, EmbedderStamp stamp)
    {
        var random = new Random();
        var changes = new LibraryChanges();
        var content = ContentHash.Of(Guid.NewGuid().ToByteArray());
        float[] raw = [.. Enumerable.Range(0, stamp.Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        changes.Embeddings.Add(new ContentEmbedding(content, raw, 640, 480));
        changes.Files.Add(new IndexedFile("/gallery", $"kind1/{Guid.NewGuid():N}.jpg", content, 1, DateTime.UnixEpoch));
        await store.ApplyAsync(changes);
    }

    private static GallerySource Source(SqliteLibraryStore store) => new(
        store, new LibraryModel(store.Location, () => throw new InvalidOperationException("Nothing can be embedded here.")),
        new InteractionLog(store, TimeProvider.System), TimeProvider.System, new PictureSources());

    private sealed class Told(Action<LibraryStep> tell) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => tell(value.Step);
    }

    /// <summary>Seconds of each step, by the clock and of the processor's time.</summary>
    private sealed class Steps
    {
        private readonly Dictionary<string, double[]> _seconds = [];

        public T Of<T>(string step, Func<T> work)
        {
            var (clock, processor) = Now();
            var result = work();
            End(step, clock, processor);
            return result;
        }

        public void Of(string step, Action work) => Of(step, () =>
        {
            work();
            return 0;
        });

        public async Task<T> OfAsync<T>(string step, Func<Task<T>> work)
        {
            var (clock, processor) = Now();
            var result = await work();
            End(step, clock, processor);
            return result;
        }

        private static (long Clock, double Processor) Now() => (Stopwatch.GetTimestamp(), ProcessorTime.Now);

        private void End(string step, long clock, double processor) => _seconds[step] =
            [Math.Round(Stopwatch.GetElapsedTime(clock).TotalSeconds, 2), Math.Round(ProcessorTime.Now - processor, 2)];

        public void Print(string name) => Console.WriteLine(JsonSerializer.Serialize(new
        {
            name,
            seconds = _seconds,
        }));
    }
}
