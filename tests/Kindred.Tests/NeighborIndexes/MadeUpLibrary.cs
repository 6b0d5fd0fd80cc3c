using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Search;

namespace Kindred.Tests.NeighborIndexes;

/// <summary>
/// A library of many pictures without a picture: made-up embeddings in clusters, in real SQLite. Nothing can be embedded.
/// </summary>
internal sealed class MadeUpLibrary : IDisposable
{
    public const int Dimensions = 64;
    private const string Folder = "/gallery";
    private readonly TemporaryFolder _folder = new();
    private readonly Clusters _clusters = new(Dimensions, 60, seed: 31);
    private int _made;

    public string Location => Path.Combine(_folder.Path, "library");

    /// <summary>The file that a gallery's index is kept in.</summary>
    public string IndexFile => Path.Combine(Location, "index", "gallery.index");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes a library with so many pictures.</summary>
    public static async Task<MadeUpLibrary> CreateAsync(
        int count, SearchKind search = SearchKind.Auto, VectorPrecision vectors = VectorPrecision.Float32)
    {
        var library = new MadeUpLibrary();
        await library.SetAsync(search, vectors);
        await library.ChangeAsync(store => store.AddFolderAsync(Folder, Cancel));
        await library.AddAsync(count);
        return library;
    }

    public Task SetAsync(SearchKind search, VectorPrecision vectors) => ChangeAsync(store => store.WriteSettingsAsync(
        new LibrarySettings(
            new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true), SpaceKind.Visual)
        {
            Search = search,
            Vectors = vectors,
        },
        Cancel));

    public Library Open() =>
        new(SqliteLibraryStore.Open(Location), () => throw new InvalidOperationException("Nothing can be embedded here."));

    /// <summary>Adds pictures. Their names are in no order, so that new ones come between the others.</summary>
    public Task AddAsync(int count)
    {
        var changes = new LibraryChanges();
        for (var i = 0; i < count; i++, _made++)
        {
            var content = ContentHash.Of(BitConverter.GetBytes(_made));
            changes.Embeddings.Add(new ContentEmbedding(content, _clusters.Next(), 640, 480));
            changes.Files.Add(new IndexedFile(Folder, $"{content.ToString()[..12]}.jpg", content, 1, DateTime.UnixEpoch));
        }

        return ChangeAsync(store => store.ApplyAsync(changes, Cancel));
    }

    public Task RemoveAsync(IEnumerable<Image> images)
    {
        var changes = new LibraryChanges();
        changes.Removed.AddRange(images.Select(image => (Folder, image.Path)));
        return ChangeAsync(store => store.ApplyAsync(changes, Cancel));
    }

    public async Task ChangeAsync(Func<SqliteLibraryStore, Task> change)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(Location);
        await change(store);
    }

    public void Dispose() => _folder.Dispose();
}
