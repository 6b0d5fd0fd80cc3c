namespace Kindred.Evaluation.Labels;

/// <summary>Precision@5 of two spaces on the same queries.</summary>
/// <param name="Queries">Images asked about.</param>
/// <param name="Visual">By looks.</param>
/// <param name="Learned">In the learned space; the same as <paramref name="Visual"/> where learning was not worth it.</param>
internal sealed record SpaceComparison(int Queries, Estimate Visual, Estimate Learned);
