using Kindred.NearDuplicates;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>Something that is done to pictures to see what the result is taken for.</summary>
/// <param name="Name">Its name, part of reports.</param>
/// <param name="Truth">What the result is to its original.</param>
internal readonly record struct AlteredCase(string Name, Likeness Truth);
