using Kindred.NearDuplicates;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.NearDuplicates;

/// <summary>One thing in several colors.</summary>
/// <param name="Colors">How many.</param>
/// <param name="Images">One picture for each color, by path.</param>
internal sealed record VariantGroupDocument(int Colors, IReadOnlyList<ImageDocument> Images)
{
    public static VariantGroupDocument Of(VariantGroup group, GalleryLease lease) =>
        new(group.Images.Count, ImageDocument.Of(group.Images, lease));
}

/// <summary>Groups of variants.</summary>
/// <param name="Images">Pictures in the gallery.</param>
/// <param name="Grouped">How many of them are in groups.</param>
/// <param name="Total">Number of groups.</param>
/// <param name="Offset">Groups left out before these.</param>
/// <param name="Limit">Groups here at most.</param>
/// <param name="Items">The groups, by the paths of their first pictures.</param>
internal sealed record VariantList(
    int Images, int Grouped, int Total, int Offset, int Limit, IReadOnlyList<VariantGroupDocument> Items);
