using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Images that show one thing in several colors or materials: the same shape in the same view.</summary>
/// <param name="Images">
/// One image for each color, at least two: of near-duplicates the one to keep. By folder and path.
/// </param>
public sealed record VariantGroup(IReadOnlyList<Image> Images);
