using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Lists a gallery's groups of variants.</summary>
internal static class VariantListing
{
    /// <summary>All groups of at least two variants, in the order of their first images.</summary>
    /// <param name="images">The gallery's images.</param>
    /// <param name="groups">Their groups of variants.</param>
    /// <param name="duplicates">The groups of those, the one to keep first in each.</param>
    public static IReadOnlyList<VariantGroup> List(
        IReadOnlyList<Image> images, VariantGroups groups, IReadOnlyList<NearDuplicateGroup> duplicates)
    {
        var redundant = duplicates.SelectMany(group => group.Images.Skip(1)).Select(image => image.Image.Id).ToHashSet();
        return
        [
            .. images.Index()
                .Where(entry => !redundant.Contains(entry.Item.Id))
                .GroupBy(entry => groups.ByPosition[entry.Index], entry => entry.Item)
                .Where(group => group.Skip(1).Any())
                .Select(group => new VariantGroup([.. group])),
        ];
    }
}
