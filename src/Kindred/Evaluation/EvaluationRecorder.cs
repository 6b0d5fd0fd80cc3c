using Kindred.Derived;
using Kindred.Galleries;

namespace Kindred.Evaluation;

/// <summary>Keeps the last evaluation of a library, task by task.</summary>
internal sealed class EvaluationRecorder(DerivedCache cache, TimeProvider time)
{
    /// <summary>Keeps what a report says, and of earlier ones what it does not speak of and still holds.</summary>
    public async Task<LastEvaluation> RecordAsync(Gallery gallery, EvaluationReport report, int seed, CancellationToken cancellationToken)
    {
        var state = GalleryState.Of(gallery);
        var last = await cache.ReadAsync(LastEvaluation.Kept, cancellationToken);
        var earlier = last?.Source == state ? last.Value.Figures : null;
        var evaluation = new LastEvaluation
        {
            Time = time.GetUtcNow(),
            Seed = seed,
            Images = gallery.Images.Count,
            Space = gallery.Space.Kind,
            SpaceVersion = gallery.Space.Version,
            Figures = LastEvaluation.Merge(earlier, report),
        };
        await cache.WriteAsync(LastEvaluation.Kept, new DerivedValue<GalleryState, LastEvaluation>(state, evaluation), cancellationToken);
        return evaluation;
    }
}
