namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well the copies made by one transformation are recognized.</summary>
/// <param name="Transformation">Its name.</param>
/// <param name="Copies">Copies that were judged.</param>
/// <param name="Recall">Share of them that were decided to be copies of their originals.</param>
/// <param name="Precision">Share of the decided pairs that are right; <see langword="null"/> where there was none.</param>
/// <param name="CosineCutRecall">Recall at the report's <see cref="NearDuplicateReport.CosineCut"/>; 0 without one.</param>
public sealed record TransformationRecall(
    string Transformation, int Copies, Estimate Recall, Estimate? Precision, double CosineCutRecall);
