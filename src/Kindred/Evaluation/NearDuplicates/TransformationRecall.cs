using System.Text.Json.Serialization;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well pictures that one transformation has altered are recognized.</summary>
/// <param name="Transformation">Its name.</param>
/// <param name="Variants">Altered pictures that were judged.</param>
/// <param name="Recall">Share of them that were decided to be near-duplicates of their originals.</param>
/// <param name="Precision">Share of the decided pairs that are right; <see langword="null"/> where there was none.</param>
/// <param name="CosineCutRecall">Recall at the report's <see cref="NearDuplicateReport.CosineCut"/>; 0 without one.</param>
internal sealed record TransformationRecall(
    string Transformation,
    [property: JsonPropertyName("copies")] int Variants,
    Estimate Recall,
    Estimate? Precision,
    double CosineCutRecall);
