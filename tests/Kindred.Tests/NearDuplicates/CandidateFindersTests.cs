using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NearDuplicates.Finding;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.NearDuplicates;

/// <summary>
/// The two ways to find candidates, over a library of made-up embeddings that is large enough for a graph to be walked. Pictures come in
/// crowds of look-alikes, and every tenth has an altered copy, which is known by how it was made.
/// </summary>
public sealed class CandidateFindersTests : IAsyncLifetime
{
    private const int Crowds = 640;
    private const int PerCrowd = 8;
    private const int PerCopy = 10;
    private const int Dimensions = 400;

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<(ContentHash, ContentHash)> _copies = [];
    private readonly Dictionary<ContentHash, string> _crowds = [];
    private SqliteLibraryStore _store = null!; // Set before every test.

    private static EmbedderStamp Stamp { get; } =
        new("made-up", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, Dimensions, FitsSpace: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.File("library"));
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await _store.AddFolderAsync(_folder.Path, Cancel);
        var random = new Random(1);
        float[] Noise(float scale) => [.. Enumerable.Range(0, Dimensions).Select(_ => scale * (random.NextSingle() - 0.5f))];
        float[] Moved(float[] from, float scale) => [.. from.Zip(Noise(scale), (value, noise) => value + noise)];
        Fingerprint Print()
        {
            var pixels = new byte[48 * 48 * 3];
            random.NextBytes(pixels);
            return Fingerprint.FromRgb(pixels, 48, 48);
        }

        for (var crowd = 0; crowd < Crowds; crowd++)
        {
            var changes = new LibraryChanges();
            var center = Noise(1);
            for (var i = 0; i < PerCrowd; i++)
            {
                var (raw, print) = (Moved(center, 0.5f), Print());
                var original = Add(changes, $"{crowd}-{i}", raw, print);
                if (((crowd * PerCrowd) + i) % PerCopy == 0)
                    _copies.Add(InOrder(original, Add(changes, $"{crowd}-{i}-copy", Moved(raw, 0.1f), print)));
            }

            await _store.ApplyAsync(changes, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task CompareNew_ByGraphOrExactly_FindsExactlyTheCopies(int leastForGraph)
    {
        await new NearDuplicateFinder(_store, _store) { LeastForGraph = leastForGraph }.CompareNewAsync(Stamp, progress: null, Cancel);

        Assert.Equal(Crowds * PerCrowd / PerCopy, _copies.Count);
        Assert.Equal(_copies, await NearDuplicatesAsync());
        Assert.Empty(await _store.ReadUncomparedAsync(Cancel));
    }

    [Fact]
    public async Task CompareNew_GraphInterrupted_KeepsWhatWasComparedAndGoesOnFromThere()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var finder = new NearDuplicateFinder(_store, _store) { LeastForGraph = 1 };
        var all = (await _store.ReadUncomparedAsync(Cancel)).Count;
        var stopping = new Watch(done =>
        {
            // A content is half done when it is in the graph.
            if (done > all / 2)
                stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finder.CompareNewAsync(Stamp, stopping, stop.Token));
        var waiting = await _store.ReadUncomparedAsync(Cancel);
        var early = await NearDuplicatesAsync();
        await finder.CompareNewAsync(Stamp, progress: null, Cancel);

        Assert.Equal(2 * (all - stopping.Last), waiting.Count);
        Assert.InRange(early.Count, 1, _copies.Count - 1);
        Assert.Equal(_copies, await NearDuplicatesAsync());
    }

    [Fact]
    public async Task CompareNew_ByGraph_SaysHowFarItIsWhileTheGraphIsMade()
    {
        var finder = new NearDuplicateFinder(_store, _store) { LeastForGraph = 1 };
        var all = (await _store.ReadUncomparedAsync(Cancel)).Count;
        var reports = new List<int>();

        await finder.CompareNewAsync(Stamp, new Watch(reports.Add), Cancel);

        Assert.Equal((0, all), (reports[0], reports[^1]));
        Assert.Contains(all / 2, reports);
        Assert.Equal(reports.Order(), reports);
    }

    [Fact]
    public async Task Find_ByGraph_GivesNearlyAllPairsOfExactSearch_AndAllCopies()
    {
        var raw = new RawEmbeddings(_store, Stamp);
        var contents = (await _store.ReadUncomparedAsync(Cancel)).ToArray();

        var exact = await FindAsync(new ExactCandidateFinder(raw), contents);
        var graph = await FindAsync(await GraphCandidateFinder.BuildAsync(raw, contents, linked: _ => { }, Cancel), contents);

        // A walk may miss a look-alike now and then, for graphs are built by several threads, but no copy.
        Assert.InRange(exact.Keys.Count(graph.ContainsKey), 0.99 * exact.Count, exact.Count);
        Assert.All(exact.Where(pair => graph.ContainsKey(pair.Key)), pair => Assert.Equal(pair.Value, graph[pair.Key], 0.01f));
        Assert.Superset(_copies, exact.Keys.ToHashSet());
        Assert.Superset(_copies, graph.Keys.ToHashSet());
    }

    [Fact]
    public async Task Arrange_ByGraph_GivesEachOnceAndCrowdsTogether()
    {
        var raw = new RawEmbeddings(_store, Stamp);
        var contents = (await _store.ReadUncomparedAsync(Cancel)).ToArray();
        var unknown = ContentHash.Of("in no graph"u8);
        using var finder = await GraphCandidateFinder.BuildAsync(raw, contents, linked: _ => { }, Cancel);

        var arranged = finder.Arrange([unknown, .. contents]);

        Assert.Equal(contents.Append(unknown).ToHashSet(), arranged.ToHashSet());
        Assert.Equal(contents.Length + 1, arranged.Count);
        Assert.InRange(ChangesOfCrowd(contents), 0.99 * contents.Length, contents.Length); // Hashes come in no order.
        Assert.InRange(ChangesOfCrowd(arranged), Crowds, 0.5 * contents.Length);
    }

    private double ChangesOfCrowd(IReadOnlyList<ContentHash> contents) =>
        contents.Zip(contents.Skip(1)).Count(pair => _crowds.GetValueOrDefault(pair.First) != _crowds.GetValueOrDefault(pair.Second));

    private static async Task<Dictionary<(ContentHash, ContentHash), float>> FindAsync(ICandidateFinder finder, ContentHash[] contents)
    {
        using (finder)
        {
            var pairs = new Dictionary<(ContentHash, ContentHash), float>();
            foreach (var chunk in contents.Chunk(finder.MostAtOnce))
            {
                foreach (var pair in await finder.FindAsync(chunk, Cancel))
                    pairs[InOrder(pair.Content, pair.Other)] = pair.Cosine;
            }

            return pairs;
        }
    }

    private static (ContentHash, ContentHash) InOrder(ContentHash one, ContentHash other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? (one, other) : (other, one);

    private async Task<HashSet<(ContentHash, ContentHash)>> NearDuplicatesAsync() =>
        [.. (await _store.ReadNearDuplicatesAsync(Cancel)).Select(pair => InOrder(pair.Content, pair.Other))];

    private ContentHash Add(LibraryChanges changes, string name, float[] raw, Fingerprint print)
    {
        var content = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(name));
        _crowds.Add(content, name.Split('-')[0]);
        changes.Embeddings.Add(new ContentEmbedding(content, raw, 640, 480, print));
        changes.Files.Add(new IndexedFile(_folder.Path, $"{name}.jpg", content, 1, DateTime.UnixEpoch));
        return content;
    }

    /// <summary>Calls back at once, on the thread that reports.</summary>
    private sealed class Watch(Action<int> reported) : IProgress<StepProgress>
    {
        public int Last { get; private set; }

        public void Report(StepProgress value)
        {
            Last = value.Done;
            reported(value.Done);
        }
    }
}
