using Kindred.Choices;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Recommendations;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Libraries;

/// <summary>
/// Brings up to date what searching a library takes beside its pictures: its space and, beside that, its near-duplicates; then, step by
/// step, its neighbor index, the colors of its things, and what scores mean. Each is passed over where nothing has changed. The graph of a
/// large library is linked last: it takes longest, and all that comes before answers the same questions exactly.
/// </summary>
internal sealed class LibraryPreparation(GallerySource source, IndexCache indexes)
{
    private readonly ILibraryStore _store = source.Store;

    /// <summary>Prepares the library, and opens its gallery; <see langword="null"/> where nothing was indexed yet.</summary>
    /// <param name="refit">Whether to fit the space even if that is not due.</param>
    /// <param name="links">Whether to link a graph where one is missing; else the gallery awaits it, and is searched exactly.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops; the steps that were done are kept.</param>
    public async Task<Gallery?> RunAsync(
        bool refit, bool links, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        // Fitting and comparing are changes themselves, so they come before the state that the rest is made for.
        // Where another process changes the library all the while, the gallery is stale from the start, and its revision says so.
        if (await _store.ReadSettingsAsync(cancellationToken) is not { } settings)
            return null;
        var space = await FitAndCompareAsync(settings, refit, progress, cancellationToken);
        Gallery? gallery = null;
        try
        {
            var state = await _store.ReadStateAsync(cancellationToken);
            var index = await indexes.CurrentAsync(settings, space, progress, cancellationToken);
            gallery = await ComposeAsync(index, settings, space, state, cancellationToken);
            await gallery.ReadAttributesAsync(cancellationToken);
            gallery.Colors = await source.Colors.CurrentAsync(
                gallery.Images, GalleryState.Of(gallery).Contents, progress, cancellationToken);
            FaultPoint.ColorsFound.Reach();
            if (gallery.Images.Count > 0)
                gallery.Confidence = await CalibrateAsync(gallery, space.Confidence, progress, cancellationToken);
            if (links && gallery.AwaitsGraph)
                gallery.SearchThrough(indexes.Link(gallery.Indexes, settings, space.Space, progress, cancellationToken));
            return gallery;
        }
        catch
        {
            ((IDisposable?)gallery ?? space).Dispose();
            throw;
        }
    }

    /// <summary>
    /// Fits the space and what people chose, and compares new pictures beside that: neither needs the other, and each leaves a core idle
    /// at times. Where several processes prepare, one after the other.
    /// </summary>
    private async Task<FittedSpace> FitAndCompareAsync(
        LibrarySettings settings, bool refit, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        await using var turn = _store.SharedIndexing is { } shared ? await shared.TakeTurnToPrepareAsync(cancellationToken) : null;
        var held = new HeldProgress(progress);
        await using var comparing = new BesideWork(stopped => CompareNewAsync(settings.Stamp, held, stopped), cancellationToken);
        FittedSpace? space = null;
        try
        {
            space = await source.Spaces.CurrentAsync(settings, refit, progress, cancellationToken);
            FaultPoint.SpaceFitted.Reach();
            space = await source.Choices.CurrentAsync(settings, space, refit, progress, cancellationToken);
            held.Release();
            await comparing.Done;
            FaultPoint.NearDuplicatesFound.Reach();
            return space;
        }
        catch
        {
            space?.Dispose();
            throw;
        }
    }

    /// <summary>Compares new pictures with the others. On a full disk that waits for a later time: what is there can be searched.</summary>
    private async Task CompareNewAsync(EmbedderStamp stamp, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        if (_store.IsReadOnly)
            return;
        try
        {
            await source.NearDuplicates.CompareNewAsync(stamp, progress, cancellationToken);
        }
        catch (StoreException exception) when (exception.Fault == Fault.DiskFull)
        {
            // Whoever only looks needs no room. Who stores pictures or choices is told by that very write.
        }
    }

    /// <summary>What scores say: as the fit found, else measured where pictures, space or near-duplicates have changed.</summary>
    private Task<Confidence> CalibrateAsync(
        Gallery gallery, Confidence? fitted, IProgress<StepProgress>? progress, CancellationToken cancellationToken) =>
        source.Derived.GetOrComputeAsync(GalleryValues.Confidence, GalleryState.Of(gallery), () =>
        {
            progress?.Report(new StepProgress(0, gallery.Images.Count, Failed: 0) { Step = LibraryStep.Calibrating });
            return fitted ?? Confidence.Measure(gallery.Index, gallery.EmbeddingOf, gallery.NearDuplicateGroups);
        }, cancellationToken);

    private async Task<Gallery> ComposeAsync(
        GalleryIndex index, LibrarySettings settings, FittedSpace space, LibraryState state, CancellationToken cancellationToken)
    {
        try
        {
            var pairs = await _store.ReadNearDuplicatesAsync(cancellationToken);
            return new Gallery(index, settings.Stamp, space.Space, new NearDuplicateGroups(index.Images, pairs), source)
            {
                Revision = state.Revision,
                SpaceSource = space.Source,
                Factors = space.Factors ?? (await source.Derived.ReadAsync(FittedChoices.Factors, cancellationToken))?.Value,
            };
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }
}
