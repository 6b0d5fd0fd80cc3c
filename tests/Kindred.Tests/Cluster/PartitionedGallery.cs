using Kindred.Cluster.Partitions;
using Kindred.Cluster.Searching;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.NeighborIndexes;

namespace Kindred.Tests.Cluster;

/// <summary>A gallery that is searched in partitions as on a node, all of them here.</summary>
internal sealed class PartitionedGallery : IAsyncDisposable
{
    private readonly Library _library;
    private readonly TemporaryFolder _folder = new();
    private readonly SearchGate _gate = new();
    private readonly NodeSnapshot _snapshot;
    private int _requests;

    private PartitionedGallery(Library library, NodeSnapshot snapshot)
    {
        _library = library;
        _snapshot = snapshot;
        snapshot.Share(AskAsync, TimeSpan.FromMinutes(1));
    }

    public Gallery Gallery => _snapshot.Gallery;

    public NodeSnapshot Snapshot => _snapshot;

    /// <summary>How often partitions were asked.</summary>
    public int Requests => _requests;

    /// <summary>Opens the gallery of a library, and prepares it where that has to be. Disposes of the library at the end.</summary>
    public static async Task<PartitionedGallery> OpenAsync(Library library, int partitions, string? files = null)
    {
        library.IndexesRowsAlone = true;
        var gallery = (await library.PrepareAsync(progress: null, TestContext.Current.CancellationToken))!; // It has pictures.
        var store = gallery.Source.Store;
        var settings = (await store.ReadSettingsAsync(TestContext.Current.CancellationToken))!; // It was indexed.
        return new PartitionedGallery(library, new NodeSnapshot(
            gallery, SearchChoice.For(settings, gallery.Images.Count, gallery.Space), partitions,
            new PartitionFiles(files ?? Path.Combine(store.CacheDirectory!, "partitions")))); // SQLite has a folder.
    }

    public async ValueTask DisposeAsync()
    {
        _snapshot.Release();
        _gate.Dispose();
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    private Task<PartitionAnswer[]> AskAsync(IReadOnlyList<(int Partition, PartitionRequest Request)> requests)
    {
        Interlocked.Add(ref _requests, requests.Count);
        return Task.WhenAll(requests.Select(one =>
            _snapshot.SearchAsync(one.Partition, _gate, index => index.Search(one.Request), TestContext.Current.CancellationToken)));
    }
}
