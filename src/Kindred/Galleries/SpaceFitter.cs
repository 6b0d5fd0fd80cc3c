using Kindred.Embeddings;
using Kindred.Galleries.Histories;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>Keeps a library's space fitted: finds out whether a fit is due, fits, and stores the result.</summary>
internal sealed class SpaceFitter(ILibraryStore store)
{
    private readonly SpaceCache _cache = new(store);

    /// <summary>The space to search in, fitted now if that is due.</summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="refit">Whether to fit even if it is not due.</param>
    /// <param name="progress">Told that a fit begins, and that it has ended.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<FittedSpace> CurrentAsync(
        LibrarySettings settings, bool refit, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        if (settings.Space == SpaceKind.None)
            return new FittedSpace(EmbeddingSpace.Identity(settings.Stamp.Dimensions), SpaceSource.LooksAlone, Gain: null);

        var images = await store.ReadImagesAsync(cancellationToken);
        var teaching = settings.Space == SpaceKind.Learned
            ? SpaceSupervision.Gather(images, await ReadLikesAsync(images, cancellationToken))
            : SpaceSupervision.Nothing;
        var stored = await _cache.ReadAsync(settings.Stamp, cancellationToken);
        if (stored is not null && !refit && !IsDue(teaching, stored.Source, stored.Space, images.Count))
            return stored;

        progress?.Report(new StepProgress(0, images.Count, Failed: 0) { Step = LibraryStep.Fitting });
        var version = (stored?.Space.Version ?? 0) + 1;
        stored?.Dispose();
        using var sample = await RawSample.ReadAsync(store, settings.Stamp.Dimensions, images, teaching.Liked, cancellationToken);
        var fitted = Fit(sample, teaching, version, images, settings.Stamp);
        if (fitted.Space.Kind != SpaceKind.None)
            await _cache.WriteAsync(fitted, cancellationToken);
        progress?.Report(new StepProgress(images.Count, images.Count, Failed: 0) { Step = LibraryStep.Fitting });
        return fitted;
    }

    /// <summary>Whether users' choices since the stored fit make a new fit due.</summary>
    /// <param name="images">All images of the library.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> IsDueAsync(IReadOnlyList<Image> images, CancellationToken cancellationToken)
    {
        if (await store.ReadSettingsAsync(cancellationToken) is not { Space: SpaceKind.Learned } settings)
            return false;
        using var stored = await _cache.ReadAsync(settings.Stamp, cancellationToken);
        return stored is not null && await IsDueAsync(images, stored.Space, stored.Source, cancellationToken);
    }

    /// <summary>Whether users' choices since a space was fitted make a new fit due.</summary>
    /// <param name="images">All images of the library.</param>
    /// <param name="space">The space.</param>
    /// <param name="source">What the space was fitted to.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> IsDueAsync(
        IReadOnlyList<Image> images, EmbeddingSpace space, SpaceSource source, CancellationToken cancellationToken)
    {
        if (await store.ReadSettingsAsync(cancellationToken) is not { Space: SpaceKind.Learned })
            return false;
        var teaching = SpaceSupervision.Gather(images, await ReadLikesAsync(images, cancellationToken));
        return IsDue(teaching, source, space, images.Count);
    }

    /// <summary>Fits the best space for a sample and what teaches it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="teaching">What teaches it.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="images">All images of the library.</param>
    /// <param name="stamp">What the embeddings are: prototypes are for the cosine, and several networks have a space each.</param>
    public static FittedSpace Fit(
        RawSample sample, SpaceSupervision teaching, int version, IReadOnlyList<Image> images, EmbedderStamp stamp)
    {
        if (teaching.IsEnough && teaching.Groups(sample) is var (groups, labels) && LearnedSpace.CanLearn(groups))
        {
            using var principal = LearnedSpace.PrincipalOf(sample.Embeddings, stamp.Blocks);
            var fit = LearnedSpace.Fit(principal, groups, labels, version, images.Count);
            if (fit.WithPrototypes(principal, sample.Positions, images, stamp.Metric) is { } learned)
            {
                return new FittedSpace(learned, teaching.Source, fit.Gain)
                {
                    Confidence = stamp.Metric == Metric.Cosine ? fit.Confidence : null,
                };
            }

            return new FittedSpace(VisualSpace.Of(principal, version, images.Count), teaching.Source, fit.Gain);
        }

        var visual = VisualSpace.Fit(sample.Embeddings, version, images.Count, blocks: stamp.Blocks);
        return new FittedSpace(visual, teaching.Source, Gain: null);
    }

    private static bool IsDue(SpaceSupervision teaching, SpaceSource fittedTo, EmbeddingSpace space, int count) =>
        teaching.Source.IsDueAfter(fittedTo) || (!teaching.HasLabels && VisualSpace.IsOutgrown(space.FittedOn, count));

    private async Task<IReadOnlyList<IReadOnlyList<ContentHash>>> ReadLikesAsync(
        IReadOnlyList<Image> images, CancellationToken cancellationToken)
    {
        var histories = await new HistoryReader(store).ReadAsync(images, cancellationToken);
        return
        [
            .. Enumerable.Range(0, histories.People)
                .Select(person => histories.LikesOf(person).ConvertAll(like => images[like].Content)),
        ];
    }
}
