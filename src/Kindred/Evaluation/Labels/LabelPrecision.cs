namespace Kindred.Evaluation.Labels;

/// <summary>Precision@5 of the queries with one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Images">Images that have it.</param>
/// <param name="PrecisionAt5">Mean over those images.</param>
internal readonly record struct LabelPrecision(string Label, int Images, double PrecisionAt5);
