using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Lists a gallery's groups of variants.</summary>
internal static class VariantListing
{
    /// <summary>
    /// Groups of at least two images that all are variants of one another, in the order of their first images. Every image is in one
    /// at most: the pairs that are most alike come together first, and groups become one where every pair across them is a pair of
    /// variants (complete linkage).
    /// </summary>
    /// <param name="images">The gallery's images.</param>
    /// <param name="pairs">The pairs of variants.</param>
    /// <param name="graph">The same of photographs.</param>
    /// <param name="duplicates">Groups of near-duplicates, the one to keep first in each.</param>
    public static IReadOnlyList<VariantGroup> List(
        IReadOnlyList<Image> images, IReadOnlyList<NearDuplicatePair> pairs, VariantGraph graph,
        IReadOnlyList<NearDuplicateGroup> duplicates)
    {
        var groups = Link(pairs, graph);
        var redundant = duplicates.SelectMany(group => group.Images.Skip(1)).Select(image => image.Image.Id).ToHashSet();
        return
        [
            .. images.Index()
                .Where(entry => !redundant.Contains(entry.Item.Id) && groups[graph.PhotographOf(entry.Index)] is not null)
                .GroupBy(entry => groups[graph.PhotographOf(entry.Index)], entry => entry.Item)
                .Where(group => group.Skip(1).Any())
                .Select(group => new VariantGroup([.. group])),
        ];
    }

    /// <summary>The group of each photograph; <see langword="null"/> for none.</summary>
    private static List<int>?[] Link(IReadOnlyList<NearDuplicatePair> pairs, VariantGraph graph)
    {
        var groups = new List<int>?[graph.Photographs];
        var edges = pairs.Where(pair => pair.Likeness == Likeness.Variant)
            .Select(pair => (One: graph.Of(pair.Content), Other: graph.Of(pair.Other), pair.Similarity))
            .Where(edge => edge.One is not null && edge.Other is not null && edge.One != edge.Other)
            .Select(edge => (
                One: Math.Min(edge.One!.Value, edge.Other!.Value), Other: Math.Max(edge.One.Value, edge.Other.Value), edge.Similarity))
            .OrderByDescending(edge => edge.Similarity).ThenBy(edge => edge.One).ThenBy(edge => edge.Other);
        foreach (var (one, other, _) in edges)
        {
            var (group, added) = (groups[one] ?? [one], groups[other] ?? [other]);
            if (group == added || !group.TrueForAll(photograph => added.TrueForAll(next => graph.AreVariants(photograph, next))))
                continue;
            group.AddRange(added);
            foreach (var photograph in group)
                groups[photograph] = group;
        }

        return groups;
    }
}
