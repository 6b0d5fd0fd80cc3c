using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Two contents that show the same photograph, or variants of one thing; see <see cref="NearDuplicateEvidence"/>.</summary>
/// <param name="Content">One of them.</param>
/// <param name="Other">The other.</param>
/// <param name="Similarity">From 0.5 to 1.</param>
/// <param name="Likeness">What they are to each other: <see cref="Likeness.NearDuplicate"/> or <see cref="Likeness.Variant"/>.</param>
internal readonly record struct NearDuplicatePair(
    ContentHash Content, ContentHash Other, float Similarity, Likeness Likeness = Likeness.NearDuplicate);
