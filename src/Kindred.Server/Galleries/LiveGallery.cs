using Kindred.Attributes;
using Kindred.Attributes.Records;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Server.Images;

namespace Kindred.Server.Galleries;

/// <summary>
/// The gallery that requests see: a snapshot that is replaced whole, so that no request sees half an update. A snapshot is released when
/// the last request that took it has ended. Safe to use from several threads.
/// </summary>
internal sealed class LiveGallery(Library library, IGalleryMaker maker) : IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly Lock _gate = new();
    private Snapshot _current = new(Gallery: null, Number: 0, Revision: -1);

    /// <summary>Number of the snapshot that new requests get, from 1; it goes up with every refresh.</summary>
    public int Number => _current.Number;

    /// <summary>The library's revision that new requests see.</summary>
    public long Revision => _current.Revision;

    /// <summary>Whether new requests see a gallery that is searched exactly until its graph is linked.</summary>
    public bool AwaitsGraph => _current.Gallery?.AwaitsGraph == true;

    /// <summary>Takes the current snapshot for as long as the lease is not disposed.</summary>
    public GalleryLease Acquire() => new(this, Hold());

    /// <summary>Takes the current snapshot. Whoever gets it releases it.</summary>
    public Snapshot Hold()
    {
        lock (_gate)
        {
            _current.Holders++;
            return _current;
        }
    }

    /// <summary>Reads the library anew if it has changed, or its space is due to be fitted; requests from now on see it.</summary>
    /// <returns>Whether the library was read anew.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            if (await maker.TryMakeAsync(_current.Gallery, _current.Revision, cancellationToken) is not { } made)
                return false;
            Show(made);
            return true;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>
    /// Links the graph that the gallery awaits. Meanwhile requests see the gallery without it, or newer ones.
    /// </summary>
    /// <returns>Whether new requests see a gallery with a graph now; not where the library has changed meanwhile.</returns>
    public async Task<bool> LinkAsync(CancellationToken cancellationToken)
    {
        if (await library.PrepareAsync(progress: null, cancellationToken) is not { } linked)
            return false;
        var isShown = false;
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            isShown = AwaitsGraph && linked.Revision == Revision;
            if (isShown)
                Show(new MadeGallery(linked, linked.Revision));
            return isShown;
        }
        finally
        {
            _refreshing.Release();
            if (!isShown)
                linked.Dispose();
        }
    }

    /// <summary>
    /// Reads the attributes anew if they have changed: what asks from now on sees them, also requests that hold the snapshot already.
    /// </summary>
    public async Task RefreshAttributesAsync(CancellationToken cancellationToken)
    {
        using var lease = Acquire();
        if (lease.Gallery is { } gallery)
            await gallery.RefreshAttributesAsync(cancellationToken);
    }

    /// <summary>
    /// Writes attributes and reads them back, only those of the images that were written where nobody else has written in between. What
    /// asks from now on sees them.
    /// </summary>
    /// <param name="records">What to write.</param>
    /// <param name="targets">Finds pictures.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    /// <inheritdoc cref="AttributeCatalog.ImportAsync"/>
    public async Task<AttributeImportReport> SetAttributesAsync(
        IReadOnlyList<AttributeRecord> records, RecordTargets targets, CancellationToken cancellationToken)
    {
        var images = new HashSet<ImageId>();
        IReadOnlyList<ImageId> Noted(IReadOnlyList<ImageId> found)
        {
            images.UnionWith(found);
            return found;
        }

        using var lease = Acquire();
        var before = lease.Gallery?.Attributes.Revision;
        var report = await library.Attributes.ImportAsync(
            records.ToAsyncEnumerable, new RecordTargets(name => Noted(targets.ByPicture(name)), ownId => Noted(targets.ByOwnId(ownId))),
            skipsUnknown: false, replaces: false, cancellationToken);
        var hasChanged = report.Written.New + report.Written.Updated + report.Added.Count > 0;
        if (before is { } revision && hasChanged)
            await lease.Gallery!.RefreshAttributesAsync(revision, images, cancellationToken); // It has the revision.
        await RefreshAttributesAsync(cancellationToken); // Of another snapshot that has come in between.
        return report;
    }

    public void Dispose()
    {
        Release(_current);
        _refreshing.Dispose();
    }

    /// <summary>Lets go of a snapshot.</summary>
    public void Release(Snapshot snapshot)
    {
        lock (_gate)
        {
            if (--snapshot.Holders > 0)
                return;
        }

        if (snapshot.Gallery is { } gallery)
            maker.Release(gallery);
    }

    /// <summary>Has new requests see a gallery. Only by who is refreshing.</summary>
    private void Show(MadeGallery made)
    {
        Snapshot before;
        lock (_gate)
        {
            before = _current;
            _current = new Snapshot(made.Gallery, made.Number ?? before.Number + 1, made.Revision);
        }

        Release(before);
    }

    /// <summary>One state of the gallery. The current snapshot has one holder more than requests.</summary>
    internal sealed record Snapshot(Gallery? Gallery, int Number, long Revision)
    {
        public int Holders { get; set; } = 1;

        /// <summary>Its pictures in every order that was asked for.</summary>
        public ImageOrders Orders { get; } = new(Gallery?.Images ?? []);
    }
}
