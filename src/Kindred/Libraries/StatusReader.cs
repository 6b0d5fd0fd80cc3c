using Kindred.Derived;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Libraries;

/// <summary>Reads what there is to say about a library.</summary>
internal sealed class StatusReader(ILibraryStore store)
{
    public async Task<LibraryStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var settings = await store.ReadSettingsAsync(cancellationToken);
        var images = await store.ReadImagesAsync(cancellationToken);
        using var fitted = settings is null or { Space: SpaceKind.None } ? null : await new SpaceCache(store).ReadAsync(settings.Stamp, cancellationToken);
        var space = fitted?.Space;
        var evaluation = await new DerivedCache(store).ReadAsync(LastEvaluation.Kept, cancellationToken);
        var copies = evaluation is null ? [] : await store.ReadNearDuplicatesAsync(cancellationToken);
        return new LibraryStatus
        {
            Location = store.Location,
            Size = store.Size,
            Folders = await store.ReadFoldersAsync(cancellationToken),
            Images = images.Count,
            Labels = [.. images.Where(image => image.Label is not null).CountBy(image => image.Label!).OrderBy(pair => pair.Key, StringComparer.Ordinal)],
            Stamp = settings?.Stamp,
            Space = space?.Kind ?? SpaceKind.None,
            WantedSpace = settings?.Space ?? SpaceKind.None,
            SpaceGain = fitted?.Gain,
            SpaceVersion = space?.Version ?? 0,
            SpaceFittedOn = space?.FittedOn ?? 0,
            SpaceDimensions = space?.Dimensions ?? settings?.Stamp.Dimensions ?? 0,
            Search = settings is not null && SearchChoice.For(settings, images.Count).UsesGraph ? SearchKind.Hnsw : SearchKind.Flat,
            WantedSearch = settings?.Search ?? SearchKind.Auto,
            Vectors = settings?.Vectors ?? VectorPrecision.Float32,
            Evaluation = evaluation?.Value,
            IsEvaluationCurrent = evaluation is not null && evaluation.Source == GalleryState.Of(
                images, new NearDuplicateGroups(images, copies).ByPosition, space?.Kind ?? SpaceKind.None, space?.Version ?? 0),
            Failures = await store.ReadFailuresAsync(cancellationToken),
        };
    }
}
