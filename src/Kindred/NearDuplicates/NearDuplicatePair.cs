using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Two contents that show the same photograph; see <see cref="NearDuplicateEvidence"/>.</summary>
/// <param name="Content">One of them.</param>
/// <param name="Other">The other.</param>
/// <param name="Similarity">From 0.5 to 1.</param>
internal readonly record struct NearDuplicatePair(ContentHash Content, ContentHash Other, float Similarity);
