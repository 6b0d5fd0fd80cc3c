namespace Kindred.Libraries;

/// <summary>Brings up to date what a gallery is made of, and reads it.</summary>
internal sealed class GalleryOpening(ILibraryStore store, SpaceFitting spaces, CopyFinding copies)
{
    /// <summary>The gallery; <see langword="null"/> where nothing was indexed yet.</summary>
    public async Task<Gallery?> OpenAsync(CancellationToken cancellationToken)
    {
        var gallery = await TryOpenAsync(onlyCurrent: true, cancellationToken) ?? await TryOpenAsync(onlyCurrent: false, cancellationToken);
        if (gallery is { Images.Count: > 0 })
            gallery.NeighborScores = await new Calibrating(store).CurrentAsync(gallery, cancellationToken);
        return gallery;
    }

    /// <summary>
    /// Fitting and comparing are changes themselves, so that what they end with is read a second time, under its own revision. Not a third time:
    /// another process may be indexing all the while. Then the gallery is stale from the start, and its revision says so.
    /// </summary>
    private async Task<Gallery?> TryOpenAsync(bool onlyCurrent, CancellationToken cancellationToken)
    {
        var revision = await store.ReadRevisionAsync(cancellationToken);
        if (await store.ReadSettingsAsync(cancellationToken) is not { } settings)
            return null;
        var fitted = await spaces.CurrentAsync(settings, refit: false, cancellationToken);
        var pairs = await copies.CurrentAsync(settings.Stamp, cancellationToken);
        if (onlyCurrent && await store.ReadRevisionAsync(cancellationToken) != revision)
        {
            fitted.Dispose();
            return null;
        }

        var gallery = await GalleryReader.ReadAsync(store, settings.Stamp, fitted.Space, pairs, cancellationToken);
        gallery.Revision = revision;
        gallery.FittedTo = fitted.FittedTo;
        return gallery;
    }
}
