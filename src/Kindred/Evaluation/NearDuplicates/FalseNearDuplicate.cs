namespace Kindred.Evaluation.NearDuplicates;

/// <summary>An altered picture that was taken for a near-duplicate of another image than its original.</summary>
/// <param name="Original">Position of the image it was made from.</param>
/// <param name="Taken">Position of the image it was taken for a near-duplicate of.</param>
/// <param name="Transformation">How it was made.</param>
/// <param name="Similarity">How sure the decision was, in [0, 1].</param>
internal readonly record struct FalseNearDuplicate(int Original, int Taken, string Transformation, float Similarity);
