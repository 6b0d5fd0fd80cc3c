using System.Runtime.InteropServices;
using Kindred.Choices;
using Kindred.Derived;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Libraries;

/// <summary>
/// Reads what there is to say about a library. Goes through its images page by page, once for each revision. Safe to use from several
/// threads.
/// </summary>
internal sealed class StatusReader(ILibraryStore store, IndexCache indexes)
{
    private ImagesStatus? _images;

    /// <summary>Reads it.</summary>
    /// <param name="open">A gallery of the library that is open anyway: where it is up to date, no image is read for it.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<LibraryStatus> ReadAsync(Gallery? open, CancellationToken cancellationToken)
    {
        var settings = await store.ReadSettingsAsync(cancellationToken);
        using var fitted = settings is null or { Space: SpaceKind.None }
            ? null
            : await new SpaceCache(store).ReadAsync(settings.Stamp, cancellationToken);
        var space = fitted?.Space;
        var evaluation = await new DerivedCache(store).ReadAsync(LastEvaluation.Kept, cancellationToken);
        var images = await ReadImagesAsync(space, open, cancellationToken);
        return new LibraryStatus
        {
            Location = store.Location,
            Size = store.Size,
            Folders = await store.ReadFoldersAsync(cancellationToken),
            Images = images.Count,
            Labels = images.Labels,
            Stamp = settings?.Stamp,
            Space = space?.Kind ?? SpaceKind.None,
            WantedSpace = settings?.Space ?? SpaceKind.None,
            SpaceGain = fitted?.Gain,
            Choices = await ReadChoicesAsync(settings, space, cancellationToken),
            SpaceVersion = space?.Version ?? 0,
            SpaceFittedOn = space?.FittedOn ?? 0,
            SpaceDimensions = space?.Dimensions ?? settings?.Stamp.Dimensions ?? 0,
            Search = settings is not null && SearchChoice.UsesGraphFor(settings, images.Count) ? SearchKind.Hnsw : SearchKind.Flat,
            WantedSearch = settings?.Search ?? SearchKind.Auto,
            AwaitsGraph = settings is not null && await indexes.AwaitsGraphAsync(settings, images.Count, cancellationToken),
            Vectors = settings?.Vectors ?? VectorPrecision.Float32,
            Evaluation = evaluation?.Value,
            IsEvaluationCurrent = evaluation is not null && evaluation.Source == images.State,
            Failures = await store.ReadFailuresAsync(cancellationToken),
            Damage = store.Damage,
        };
    }

    /// <summary>What there is to say about the images: of a million that takes seconds, and pages ask every few.</summary>
    private async Task<ImagesStatus> ReadImagesAsync(EmbeddingSpace? space, Gallery? open, CancellationToken cancellationToken)
    {
        var revision = await store.ReadRevisionAsync(cancellationToken);
        var (kind, version) = (space?.Kind ?? SpaceKind.None, space?.Version ?? 0);
        if (_images is { } read && (read.Revision, read.Space, read.SpaceVersion) == (revision, kind, version))
            return read;
        if (open is not null && (open.Revision, open.Space.Kind, open.Space.Version) == (revision, kind, version))
        {
            return _images = new ImagesStatus(
                revision, kind, version, open.Images.Count,
                [
                    .. open.Images.Select(image => image.Label).OfType<string>().CountBy(label => label, StringComparer.Ordinal)
                        .OrderBy(pair => pair.Key, StringComparer.Ordinal),
                ],
                GalleryState.Of(open));
        }

        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        var contents = new List<ContentHash>();
        using var hash = new GalleryHash();
        await foreach (var image in store.ReadImagesInPagesAsync(cancellationToken))
        {
            contents.Add(image.Content);
            hash.Add(image);
            if (image.Label is { } label)
                CollectionsMarshal.GetValueRefOrAddDefault(labels, label, out _)++;
        }

        var groups = new NearDuplicateGroups(contents, await store.ReadNearDuplicatesAsync(cancellationToken));
        return _images = new ImagesStatus(
            revision, kind, version, contents.Count, [.. labels.OrderBy(pair => pair.Key, StringComparer.Ordinal)],
            hash.Complete(groups.ByPosition, kind, version));
    }

    /// <summary>What the last fit of choices found, and whether lists are made with it.</summary>
    private async Task<ChoicesStatus> ReadChoicesAsync(
        LibrarySettings? settings, EmbeddingSpace? space, CancellationToken cancellationToken)
    {
        var recorded = await store.CountInteractionsAsync(cancellationToken);
        if (settings is null || await new DerivedCache(store).ReadAsync(FittedChoices.Kept, cancellationToken) is not var (source, fitted))
            return ChoicesStatus.NotFitted(recorded);

        using var half = fitted.Half;
        using var looks = space is null ? EmbeddingSpace.Identity(settings.Stamp.Dimensions) : null;
        return ChoicesStatus.Of(recorded, fitted.Findings, half is not null && source.Space == FittedSpace.NameOf(space ?? looks!));
    }

    /// <summary>What there is to say about the images at a revision.</summary>
    private sealed record ImagesStatus(
        long Revision, SpaceKind Space, int SpaceVersion, int Count, IReadOnlyList<KeyValuePair<string, int>> Labels, GalleryState State);
}
