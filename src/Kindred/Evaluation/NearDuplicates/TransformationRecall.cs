using System.Text.Json.Serialization;
using Kindred.NearDuplicates;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well pictures that were altered in one way are recognized.</summary>
/// <param name="Transformation">Its name.</param>
/// <param name="Kind">What the altered pictures are to their originals.</param>
/// <param name="Altered">Altered pictures that were judged.</param>
/// <param name="Recall">Share of them that were decided to be that.</param>
/// <param name="CalledNearDuplicate">Share of them that were decided to be near-duplicates of their originals.</param>
/// <param name="CalledVariant">Share of them that were decided to be variants of their originals.</param>
/// <param name="Precision">
/// Share of the pairs decided to be of this kind that are; <see langword="null"/> where there was none, and for what is only similar.
/// </param>
/// <param name="CosineCutRecall">Recall at the report's <see cref="NearDuplicateReport.CosineCut"/>; 0 without one.</param>
internal sealed record TransformationRecall(
    string Transformation,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Likeness>))] Likeness Kind,
    [property: JsonPropertyName("copies")] int Altered,
    Estimate Recall,
    double CalledNearDuplicate,
    double CalledVariant,
    Estimate? Precision,
    double CosineCutRecall);
