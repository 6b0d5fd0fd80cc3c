namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well transformed copies are recognized. Intervals are 95 % bootstrap intervals.</summary>
public sealed record NearDuplicateReport
{
    /// <summary>Images in the gallery that was searched.</summary>
    public required int Images { get; init; }

    /// <summary>Copies that were judged.</summary>
    public required int Copies { get; init; }

    /// <summary>Share of the copies that were decided to be copies of their originals.</summary>
    public required Estimate Recall { get; init; }

    /// <summary>
    /// Of all pairs of a copy and an image that were decided to be copies, the share where the image is the original or one of its own
    /// copies. <see langword="null"/> where no pair was.
    /// </summary>
    public required Estimate? Precision { get; init; }

    /// <summary>The same by transformation, in the order of the task.</summary>
    public required IReadOnlyList<TransformationRecall> ByTransformation { get; init; }

    /// <summary>
    /// What one cut through the cosine of raw embeddings would reach; <see langword="null"/> where no cut is precise enough.
    /// </summary>
    public required CosineCut? CosineCut { get; init; }

    /// <summary>
    /// The pairs that lower the precision, most similar first: worth a look, for the gallery may hold copies nobody knew of.
    /// </summary>
    public required IReadOnlyList<FalseNearDuplicate> FalseCopies { get; init; }
}
