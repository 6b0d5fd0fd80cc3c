using Kindred.Cluster.Hosting;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Server.Galleries;

namespace Kindred.Cluster.Galleries;

/// <summary>
/// Makes galleries where several nodes show the same library. One of them prepares it, the others open what it has prepared. Requests see a
/// gallery once all its partitions are open on the nodes that search them; until then they see the one before.
/// </summary>
internal sealed class ClusterGalleryMaker(
    Library library, NodeStart start, ClusterNodes nodes, NodeSnapshots snapshots, PartitionSearch search, PartitionWarmth warmth,
    PartitionCopies copies, NodeOptions options)
    : IGalleryMaker
{
    /// <summary>So many looks pass before it is read again though nothing has changed: a full disk may have room.</summary>
    private const int LooksSkipped = 30;

    private NodeSnapshot? _next;

    // Where the library was not prepared to the end: it is not read again with every look, for that takes minutes where it is large.
    private (long Revision, GalleryState? Prepared)? _unprepared;
    private int _looks;

    public async Task<MadeGallery?> TryMakeAsync(Gallery? shown, long revision, CancellationToken cancellationToken)
    {
        // Until this node has joined, its start is at the same work, and no partition has a place.
        if (!nodes.IsActive)
            return null;
        var current = await library.ReadRevisionAsync(cancellationToken);
        var leads = nodes.Leads;
        if (current == revision && !(leads && shown is not null && await shown.IsFitDueAsync(cancellationToken)))
            return null;
        if (_next is { } stale && stale.Gallery.Revision != current)
            Drop(stale);
        if (_next is null)
        {
            var state = (current, await library.ReadPreparedAsync(cancellationToken));
            if (!leads && state == _unprepared && ++_looks % LooksSkipped != 0)
                return null;
            if (await TryOpenAsync(current, leads, cancellationToken) is not { } gallery)
            {
                _unprepared = state;
                return await IsEmptyAsync(cancellationToken) ? Made(gallery: null, current) : null;
            }

            _next = await ShareAsync(gallery, cancellationToken);
            snapshots.Add(_next);
        }

        if (!await warmth.WaitAsync(_next, () => IsCurrentAsync(cancellationToken), cancellationToken))
            return null;
        var made = _next.Gallery;
        _next = null;
        return Made(made, made.Revision);
    }

    public void Release(Gallery gallery) => snapshots.Release(gallery);

    private async Task<Gallery?> TryOpenAsync(long revision, bool leads, CancellationToken cancellationToken) =>
        start.TryTake(revision)
        ?? (leads
            ? await library.PrepareAsync(progress: null, cancellationToken)
            : await library.TryOpenPreparedAsync(cancellationToken));

    /// <summary>A revision is the same on all nodes, so it is what clients know a gallery by.</summary>
    private static MadeGallery Made(Gallery? gallery, long revision) => new(gallery, revision, (int)Math.Clamp(revision, 1, int.MaxValue));

    private void Drop(NodeSnapshot snapshot)
    {
        _next = null;
        snapshots.Release(snapshot.Gallery);
    }

    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken) =>
        await library.ReadRevisionAsync(cancellationToken) == _next?.Gallery.Revision;

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        (await library.Store.ReadImagesAsync(after: null, 1, cancellationToken)).Count == 0;

    /// <summary>Has a gallery searched on all nodes.</summary>
    private async Task<NodeSnapshot> ShareAsync(Gallery gallery, CancellationToken cancellationToken)
    {
        try
        {
            var store = gallery.Source.Store;
            if (await store.ReadSettingsAsync(cancellationToken) is not { } settings)
                throw new KindredException(Fault.LibraryChanging, "The library is changing just now; try again in a moment.");
            var files = new PartitionFiles(Path.Combine(store.CacheDirectory ?? throw NoFolder(), "partitions"), copies);
            var snapshot = new NodeSnapshot(
                gallery, SearchChoice.For(settings, gallery.Images.Count, gallery.Space), options.Partitions, files);
            snapshot.Share(search.AskAsync, options.SearchTimeout);
            return snapshot;
        }
        catch
        {
            gallery.Dispose();
            throw;
        }
    }

    private static KindredException NoFolder() =>
        new(Fault.LibraryNotWritable, "A node of a cluster needs a folder for its index files, and there is none.");
}
