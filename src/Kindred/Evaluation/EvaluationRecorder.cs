using Kindred.Galleries;
using Kindred.Storage;

namespace Kindred.Evaluation;

/// <summary>Keeps the last evaluation of a library, task by task.</summary>
internal sealed class EvaluationRecorder(ILibraryStore store, TimeProvider time)
{
    /// <summary>Keeps what a report says, and of earlier ones what it does not speak of and still holds.</summary>
    public async Task<LastEvaluation> RecordAsync(Gallery gallery, EvaluationReport report, int seed, CancellationToken cancellationToken)
    {
        var basis = GalleryBasis.Of(gallery);
        var earlier = await store.ReadEvaluationAsync(cancellationToken) is { } last && last.Basis == basis ? last.Figures : null;
        var evaluation = new LastEvaluation
        {
            Time = time.GetUtcNow(),
            Seed = seed,
            Images = gallery.Images.Count,
            Space = gallery.Space.Kind,
            SpaceVersion = gallery.Space.Version,
            Basis = basis,
            Figures = LastEvaluation.Merge(earlier, report),
        };
        if (!store.IsReadOnly)
            await store.WriteEvaluationAsync(evaluation, cancellationToken);
        return evaluation;
    }
}
