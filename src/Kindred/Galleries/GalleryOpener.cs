using Kindred.Choices;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>
/// Opens the gallery of a library as the library was prepared. Reads only: nothing is fitted, compared, measured or written.
/// </summary>
internal sealed class GalleryOpener(GallerySource source, IndexCache indexes)
{
    /// <summary>
    /// How often to read: again where another process has changed the library between the reads of its state and its images.
    /// </summary>
    private const int Tries = 3;

    /// <summary>The gallery; <see langword="null"/> where the library has to be prepared first.</summary>
    public async Task<Gallery?> TryOpenAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await indexes.TryOpenCurrentAsync(cancellationToken) is not { } current)
                return null;
            if (await TryReadAsync(current, cancellationToken) is { } gallery)
                return gallery;
        }

        return null;
    }

    /// <summary>
    /// The gallery as another process has prepared it: only this machine's index file is made or brought up to date.
    /// <see langword="null"/> where that is not possible yet, for the library has not been prepared to the end.
    /// </summary>
    public async Task<Gallery?> TryOpenPreparedAsync(CancellationToken cancellationToken)
    {
        if (await ReadPreparedAsync(cancellationToken) is null)
            return null;
        if (await TryOpenAsync(cancellationToken) is not { } gallery)
        {
            if (await source.Store.ReadSettingsAsync(cancellationToken) is not { } settings)
                return null;
            using (var space = await new SpaceCache(source.Store).ReadWithChoicesAsync(settings.Stamp, settings.Space, cancellationToken))
                (await indexes.CurrentAsync(settings, space, progress: null, cancellationToken)).Dispose();
            if (await TryOpenAsync(cancellationToken) is not { } opened)
                return null;
            gallery = opened;
        }

        // What scores mean is found last.
        if (gallery.HasConfidence)
            return gallery;
        gallery.Dispose();
        return null;
    }

    /// <summary>The state that the library was prepared in to the end last; <see langword="null"/> where it never was.</summary>
    public async Task<GalleryState?> ReadPreparedAsync(CancellationToken cancellationToken) =>
        (await source.Derived.ReadAsync(GalleryValues.Confidence, cancellationToken))?.Source;

    /// <summary>
    /// The gallery over an open file, which it owns; <see langword="null"/> where the library has changed since the file was opened.
    /// </summary>
    private async Task<Gallery?> TryReadAsync(CurrentFile current, CancellationToken cancellationToken)
    {
        Gallery? gallery = null;
        var isOpen = false;
        try
        {
            var images = await source.Store.ReadImagesAsync(cancellationToken);
            var pairs = await source.Store.ReadNearDuplicatesAsync(cancellationToken);
            var calibration = await source.Derived.ReadAsync(GalleryValues.Confidence, cancellationToken);
            var factors = await source.Derived.ReadAsync(FittedChoices.Factors, cancellationToken);
            if (!new RowKeys(current.Space.Space).AreIn(current.File, images)
                || (await source.Store.ReadStateAsync(cancellationToken)).Token != current.State.Token)
                return null;

            var index = GalleryIndex.Over(
                images, current.File, indexes.ChoiceFor(current.Settings, images.Count, current.Space.Space), current.Space.Space.Scale);
            gallery = new Gallery(index, current.Settings.Stamp, current.Space.Space, new NearDuplicateGroups(images, pairs), source)
            {
                Revision = current.State.Revision,
                SpaceSource = current.Space.Source,
                Factors = factors?.Value,
            };
            var made = GalleryState.Of(gallery);
            if (calibration is not null && calibration.Source == made)
                gallery.Confidence = calibration.Value;
            await gallery.ReadAttributesAsync(cancellationToken);
            gallery.Colors = await source.Colors.ReadAsync(images, made.Contents, cancellationToken);
            isOpen = true;
            return gallery;
        }
        finally
        {
            if (!isOpen)
                ((IDisposable?)gallery ?? current).Dispose();
        }
    }
}
