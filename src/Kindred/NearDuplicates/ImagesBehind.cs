using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>What stands behind an image that takes the place of its group. All by path and folder.</summary>
/// <param name="Variants">The same thing in other colors, one image for each: of near-duplicates the one to keep.</param>
/// <param name="NearDuplicates">Other images of the same photograph.</param>
/// <param name="Views">Other photographs of the same product, which shares an own id; one image for each.</param>
internal readonly record struct ImagesBehind(
    IReadOnlyList<Image> Variants, IReadOnlyList<Image> NearDuplicates, IReadOnlyList<Image> Views);
