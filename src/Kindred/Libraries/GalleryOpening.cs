using Kindred.Copies;
using Kindred.Images;

namespace Kindred.Libraries;

/// <summary>Brings up to date what a gallery is made of, and reads it.</summary>
internal sealed class GalleryOpening(ILibraryStore store, SpaceFitting spaces, CopyFinding copies, IndexKeeping indexes)
{
    /// <summary>The gallery; <see langword="null"/> where nothing was indexed yet.</summary>
    /// <param name="progress">Told of what takes long: comparing with near-copies, building a graph.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<Gallery?> OpenAsync(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var gallery = await TryOpenCurrentAsync(cancellationToken)
            ?? await TryOpenAsync(onlyCurrent: true, progress, cancellationToken)
            ?? await TryOpenAsync(onlyCurrent: false, progress, cancellationToken);
        if (gallery is { Images.Count: > 0 })
            gallery.NeighborScores = await new Calibrating(store).CurrentAsync(gallery, cancellationToken);
        return gallery;
    }

    /// <summary>The gallery as it was opened last, where nothing has changed since: then nothing has to be fitted, compared or projected.</summary>
    private async Task<Gallery?> TryOpenCurrentAsync(CancellationToken cancellationToken)
    {
        if (await indexes.TryOpenCurrentAsync(cancellationToken) is not { } current)
            return null;
        var images = await store.ReadImagesAsync(cancellationToken);
        var pairs = await copies.CurrentAsync(current.Settings.Stamp, progress: null, cancellationToken);
        if (IndexKeeping.IsOf(current.File, images) && (await store.ReadStateAsync(cancellationToken)).Token == current.State.Token)
            return Gallery(GalleryIndex.Over(images, current.File, SearchChoice.For(current.Settings, images.Count)), current.Settings, current.Space, pairs, current.State);

        current.Space.Dispose();
        current.File.Dispose();
        return null;
    }

    /// <summary>
    /// Fitting and comparing are changes themselves, so that what they end with is read a second time, under its own revision. Not a third time:
    /// another process may be indexing all the while. Then the gallery is stale from the start, and its revision says so.
    /// </summary>
    private async Task<Gallery?> TryOpenAsync(bool onlyCurrent, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        var state = await store.ReadStateAsync(cancellationToken);
        if (await store.ReadSettingsAsync(cancellationToken) is not { } settings)
            return null;
        var fitted = await spaces.CurrentAsync(settings, refit: false, cancellationToken);
        try
        {
            var pairs = await copies.CurrentAsync(settings.Stamp, progress, cancellationToken);
            if (onlyCurrent && await store.ReadRevisionAsync(cancellationToken) != state.Revision)
            {
                fitted.Dispose();
                return null;
            }

            var index = await indexes.CurrentAsync(settings, fitted, progress, cancellationToken);
            if (!store.IsReadOnly)
                await store.MarkChoicesWeighedAsync(state.Choices, cancellationToken);
            return Gallery(index, settings, fitted, pairs, state);
        }
        catch
        {
            fitted.Dispose();
            throw;
        }
    }

    private static Gallery Gallery(GalleryIndex index, LibrarySettings settings, FittedSpace space, IReadOnlyList<CopyPair> pairs, LibraryState state) =>
        new(index, settings.Stamp, space.Space, new CopyGroups(index.Images, pairs)) { Revision = state.Revision, FittedTo = space.FittedTo };
}
