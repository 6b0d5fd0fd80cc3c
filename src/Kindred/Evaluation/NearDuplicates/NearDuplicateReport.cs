using System.Text.Json.Serialization;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well altered pictures are recognized as near-duplicates of their originals.</summary>
/// <remarks>Intervals are 95 % bootstrap intervals. The names in JSON are those that programs know.</remarks>
internal sealed record NearDuplicateReport
{
    /// <summary>Images in the gallery that was searched.</summary>
    public required int Images { get; init; }

    /// <summary>Altered pictures that were judged.</summary>
    [JsonPropertyName("copies")]
    public required int Altered { get; init; }

    /// <summary>
    /// Of the altered pictures that are the same photograph, the share that was decided to be near-duplicates of their originals.
    /// </summary>
    public required Estimate Recall { get; init; }

    /// <summary>
    /// Of all pairs of an altered picture and an image that were decided to be near-duplicates, the share where the picture is the same
    /// photograph, and the image is the original or one of its own near-duplicates. <see langword="null"/> where no pair was.
    /// </summary>
    public required Estimate? Precision { get; init; }

    /// <summary>The three kinds, the most alike first.</summary>
    public required IReadOnlyList<LikenessScore> Kinds { get; init; }

    /// <summary>The same by transformation, in the order of the task.</summary>
    public required IReadOnlyList<TransformationRecall> ByTransformation { get; init; }

    /// <summary>
    /// What one cut through the cosine of raw embeddings would reach; <see langword="null"/> where no cut is precise enough.
    /// </summary>
    public required CosineCut? CosineCut { get; init; }

    /// <summary>
    /// The pairs that lower the precision, most similar first: worth a look, for the gallery may hold near-duplicates nobody knew of.
    /// </summary>
    [JsonPropertyName("falseCopies")]
    public required IReadOnlyList<FalseNearDuplicate> FalseNearDuplicates { get; init; }
}
