using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Search;

namespace Kindred.Tests.Cluster;

/// <summary>
/// A library in which one picture has twins that are replaced all at once, again and again: a list of what is most similar to it has all
/// twins of one generation, or it has been put together from two revisions.
/// </summary>
internal sealed class TwinLibrary : IDisposable
{
    /// <summary>Twins there are at a time; they are in all partitions.</summary>
    public const int Twins = 40;

    private const int Dimensions = 32;
    private const string Folder = "/gallery";
    private const string Query = "query.jpg";

    private readonly TemporaryFolder _folder = new();
    private readonly Clusters _clusters = new(Dimensions, 30, seed: 3);
    private readonly ConcurrentDictionary<string, int> _generations = new(StringComparer.Ordinal);
    private float[] _twin = [];
    private int _others;

    public string Location => Path.Combine(_folder.Path, "library");

    /// <summary>The generation of twins now.</summary>
    public int Generation { get; private set; }

    /// <summary>Generations that answers were from.</summary>
    public IReadOnlyCollection<int> Seen => [.. _generations.Values.Distinct().Order()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TwinLibrary> CreateAsync()
    {
        var library = new TwinLibrary();
        library._twin = library._clusters.Next();
        var changes = new LibraryChanges();
        Add(changes, Query, library._twin, seed: 1);
        library.AddTwins(changes);
        library.AddOthers(changes, 400);
        await library.ChangeAsync(async store =>
        {
            await store.WriteSettingsAsync(
                new LibrarySettings(
                    new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true),
                SpaceKind.Visual),
                Cancel);
            await store.AddFolderAsync(Folder, Cancel);
            await store.ApplyAsync(changes, Cancel);
        });
        return library;
    }

    /// <summary>Puts other twins in the place of those that there are, in one revision.</summary>
    /// <param name="others">As many other pictures come with them; many make a fit due.</param>
    public Task ReplaceAsync(int others = 0)
    {
        var changes = new LibraryChanges();
        changes.Removed.AddRange(Enumerable.Range(0, Twins).Select(twin => (Folder, NameOf(Generation, twin))));
        Generation++;
        AddTwins(changes);
        AddOthers(changes, others);
        return ChangeAsync(store => store.ApplyAsync(changes, Cancel));
    }

    /// <summary>The picture's number.</summary>
    public static async Task<string> PathAsync(NodeProcess node)
    {
        var id = (await node.GetAsync("/api/images?q=query")).GetProperty("items")[0].GetProperty("id").GetInt64();
        return string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/similar?limit={Twins}");
    }

    /// <summary>What is wrong with a list of what is most similar to the picture.</summary>
    public string? Judge(string path, HttpResponseMessage response, string text)
    {
        string[] names =
        [
            .. JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("path").GetString()!),
        ];
        string[] generations = [.. names.Select(name => name.Split('-')[0]).Distinct()];
        if (names.Length != Twins || generations.Length != 1 || !generations[0].StartsWith("twin", StringComparison.Ordinal))
            return $"{names.Length} of {string.Join(", ", generations)}";

        // One revision is one generation, whoever says so.
        var generation = int.Parse(generations[0].AsSpan(4), CultureInfo.InvariantCulture);
        var revision = response.Headers.GetValues("Kindred-Revision").Single();
        var known = _generations.GetOrAdd(revision, generation);
        return known == generation ? null : $"revision {revision} is of generation {known} and of {generation}";
    }

    public void Dispose() => _folder.Dispose();

    private static string NameOf(int generation, int twin) =>
        string.Create(CultureInfo.InvariantCulture, $"twin{generation}-{twin:00}.jpg");

    private void AddTwins(LibraryChanges changes)
    {
        var random = new Random(Generation);
        for (var twin = 0; twin < Twins; twin++)
            Add(
                changes, NameOf(Generation, twin), [.. _twin.Select(number => number + (0.01f * random.NextSingle()))],
                1000 + (1000 * Generation) + twin);
    }

    private void AddOthers(LibraryChanges changes, int count)
    {
        for (var i = 0; i < count; i++, _others++)
            Add(changes, string.Create(CultureInfo.InvariantCulture, $"other-{_others:00000}.jpg"), _clusters.Next(), 10_000_000 + _others);
    }

    private static void Add(LibraryChanges changes, string name, float[] embedding, int seed)
    {
        var content = ContentHash.Of(BitConverter.GetBytes(seed));
        changes.Embeddings.Add(new ContentEmbedding(content, embedding, 640, 480));
        changes.Files.Add(new IndexedFile(Folder, name, content, 1, DateTime.UnixEpoch));
    }

    private async Task ChangeAsync(Func<SqliteLibraryStore, Task> change)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(Location);
        await change(store);
    }
}
