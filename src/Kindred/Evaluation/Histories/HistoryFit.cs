using Kindred.Choices;
using Kindred.Galleries;
using Kindred.Galleries.Histories;
using Kindred.Interactions;
using Kindred.NeighborIndexes;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Evaluation.Histories;

/// <summary>Fits everything that a library fits, on a part of what its people chose.</summary>
/// <param name="store">The library.</param>
/// <param name="gallery">Its gallery as it was opened.</param>
/// <param name="trials">Makes galleries in other spaces.</param>
internal sealed class HistoryFit(ILibraryStore store, Gallery gallery, SpaceTrials trials)
{
    /// <summary>The gallery as it were if only so much had been chosen, and what choices count in it.</summary>
    /// <param name="split">What had been chosen.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<Gallery> RunAsync(HistorySplit split, CancellationToken cancellationToken)
    {
        var space = await SpaceAsync(split, cancellationToken);
        ChoiceFactors? factors = null;
        if (gallery.Stamp.Metric == Metric.Cosine && split.Histories.Count >= ChoicesFitter.LeastChoices)
        {
            var fit = new ChoicesFit(gallery.Images, space, new VectorReader(store, gallery.Stamp, space));
            (var fitted, factors) = await fit.RunAsync(split.Histories, version: 1, cancellationToken);
            if (fitted.Half is { } half)
                space = space.With(half);
        }

        var judged = await trials.ReadAsync(space, cancellationToken, factors);
        // No list depends on what scores say, so it is not measured anew.
        judged.Confidence = gallery.Confidence;
        return judged;
    }

    /// <summary>What is known of people, as profiles in a gallery that <see cref="RunAsync"/> made.</summary>
    public async Task<Profile[]> ProfilesAsync(Gallery fitted, JudgedPerson[] judged, CancellationToken cancellationToken)
    {
        var reader = new ProfileReader(store, fitted);
        var profiles = new Profile[judged.Length];
        for (var person = 0; person < judged.Length; person++)
            profiles[person] = await reader.ReadAsync(judged[person].Interactions, cancellationToken);
        return profiles;
    }

    private async Task<EmbeddingSpace> SpaceAsync(HistorySplit split, CancellationToken cancellationToken)
    {
        var wanted = (await store.ReadSettingsAsync(cancellationToken))?.Space ?? SpaceKind.None;
        if (wanted == SpaceKind.None)
            return EmbeddingSpace.Identity(gallery.Stamp.Dimensions);
        var likes = split.Known.Select(interactions => interactions
                .Where(interaction => interaction.Kind == InteractionKind.Like).Select(interaction => interaction.Content).ToArray())
            .Where(own => own.Length > 0);
        var teaching = wanted == SpaceKind.Learned ? SpaceSupervision.Gather(gallery.Images, likes) : SpaceSupervision.Nothing;
        using var sample = await RawSample.ReadAsync(
            store, gallery.Stamp.Dimensions, gallery.Images, teaching.Liked, cancellationToken);
        return SpaceFitter.Fit(sample, teaching, version: 1, gallery.Images, gallery.Stamp).Space;
    }
}
