using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>
/// A new store for every test of one, and what it is filled with: a content's one letter is the first number of its embedding.
/// </summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ILibraryStore _store = null!; // Set before every test.

    private protected static EmbedderStamp Stamp { get; } =
        new("model-a", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true);

    protected static DateTime Time { get; } = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static string Folder => Path.Combine(Path.GetTempPath(), "gallery");

    private protected ILibraryStore Store => _store;

    /// <summary>A folder that is the test's own.</summary>
    private protected TemporaryFolder Temporary => _folder;

    /// <summary>Where the store is.</summary>
    protected string Location => Path.Combine(_folder.Path, "library");

    /// <summary>Opens the store of a folder, and makes it where there is none.</summary>
    private protected abstract ILibraryStore Open(string directory);

    public ValueTask InitializeAsync()
    {
        _store = Open(Location);
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ContentHash Content(string content) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(content));

    private protected static IndexedFile FileOf(string path, string content) => new(Folder, path, Content(content), content.Length, Time);

    protected async Task FillAsync(params (string Path, string Content)[] files)
    {
        await Store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await Store.AddFolderAsync(Folder, Cancel);
        await ApplyAsync(files);
    }

    protected Task ApplyAsync(params (string Path, string Content)[] files)
    {
        var changes = new LibraryChanges();
        foreach (var (path, content) in files)
        {
            changes.Embeddings.Add(new ContentEmbedding(Content(content), new float[] { content[0], 0.1f, -2 }, 640, 480));
            changes.Files.Add(FileOf(path, content));
        }

        return Store.ApplyAsync(changes, Cancel);
    }

    protected Task RemoveAsync(params string[] paths)
    {
        var changes = new LibraryChanges();
        changes.Removed.AddRange(paths.Select(path => (Folder, path)));
        return Store.ApplyAsync(changes, Cancel);
    }
}
