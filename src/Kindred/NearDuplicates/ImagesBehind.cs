using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>What stands behind an image that takes the place of its group. Both by path and folder.</summary>
/// <param name="Variants">The same thing in other colors, one image for each: of near-duplicates the one to keep.</param>
/// <param name="NearDuplicates">Other images of the same photograph.</param>
internal readonly record struct ImagesBehind(IReadOnlyList<Image> Variants, IReadOnlyList<Image> NearDuplicates);
