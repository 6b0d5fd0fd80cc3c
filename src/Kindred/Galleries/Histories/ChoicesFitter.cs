using Kindred.Choices;
using Kindred.Derived;
using Kindred.Images;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Galleries.Histories;

/// <summary>Fits what people chose together, when enough has changed since the last fit, and keeps it in the library.</summary>
internal sealed class ChoicesFitter(ILibraryStore store)
{
    /// <summary>Fewer choices are not worth a look.</summary>
    public const int LeastChoices = 150;

    private readonly DerivedCache _cache = new(store);
    private readonly HistoryReader _histories = new(store);

    /// <summary>The space with what people chose together as it is now: kept from before, or fitted now.</summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="space">The space by looks; the result owns it.</param>
    /// <param name="refit">Whether to fit even if that is not due.</param>
    /// <param name="progress">Told when a fit begins and ends.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<FittedSpace> CurrentAsync(
        LibrarySettings settings, FittedSpace space, bool refit, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        // Both halves are compared by the cosine.
        if (settings.Stamp.Metric != Metric.Cosine)
            return space;
        var source = new ChoicesSource(await _histories.CountAsync(cancellationToken), space.Name);
        var kept = await _cache.ReadAsync(FittedChoices.Kept, cancellationToken);
        if (kept is not null && !refit && !source.IsDueAfter(kept.Source))
            return space.With(kept.Source, kept.Value);
        var version = (kept?.Value.Version ?? 0) + 1;
        kept?.Value.Half?.Dispose();
        if (source.Choices < LeastChoices || store.IsReadOnly)
            return space;

        var images = await store.ReadImagesAsync(cancellationToken);
        progress?.Report(new StepProgress(0, images.Count, Failed: 0) { Step = LibraryStep.FittingChoices });
        var histories = await _histories.ReadAsync(images, cancellationToken);
        var (fitted, factors) = await new ChoicesFit(images, space.Space, new VectorReader(store, settings.Stamp, space.Space))
            .RunAsync(histories, version, cancellationToken);

        // The factors first: a fit without them would be none.
        if (await _cache.WriteAsync(
            FittedChoices.Factors, new DerivedValue<ChoicesSource, ChoiceFactors>(source, factors), cancellationToken))
        {
            await _cache.WriteAsync(FittedChoices.Kept, new DerivedValue<ChoicesSource, FittedChoices>(source, fitted), cancellationToken);
        }

        progress?.Report(new StepProgress(images.Count, images.Count, Failed: 0) { Step = LibraryStep.FittingChoices });
        return space.With(source, fitted) with { Factors = factors };
    }

    /// <summary>Whether choices since the last fit make a new one due.</summary>
    /// <param name="metric">How pictures are compared.</param>
    /// <param name="space">Name of the library's space: <see cref="FittedSpace.NameOf"/>.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> IsDueAsync(Metric metric, string space, CancellationToken cancellationToken)
    {
        var source = new ChoicesSource(await _histories.CountAsync(cancellationToken), space);
        if (metric != Metric.Cosine || source.Choices < LeastChoices)
            return false;
        var kept = await _cache.ReadAsync(FittedChoices.Kept, cancellationToken);
        kept?.Value.Half?.Dispose();
        return kept is null || source.IsDueAfter(kept.Source);
    }
}
