namespace Kindred.Evaluation.NearDuplicates;

/// <summary>The best that one threshold can do: the lowest cosine from which on at least 99 % of the pairs are right.</summary>
/// <param name="Cosine">The threshold; it was chosen on the very pairs it is judged on, which favors it.</param>
/// <param name="Recall">Share of the altered pictures whose originals it finds.</param>
/// <param name="Precision">Share of the pairs above it that are right.</param>
internal readonly record struct CosineCut(float Cosine, double Recall, double Precision);
