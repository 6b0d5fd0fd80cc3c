using Kindred.Tests.Recommendations;

namespace Kindred.Tests.NearDuplicates;

/// <summary>Which variants are listed together.</summary>
public sealed class VariantListingTests
{
    // By hand: 1 and 2 come first; 0 is no variant of 2, so that it is alone; 3 and 4 are both variants of 5 and of each other.
    [Fact]
    public void Variants_Chain_IsListedInGroupsWhoseMembersAllAreVariants()
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 10,
            variants: [(0, 1, 0.6f), (1, 2, 0.9f), (2, 3, 0.7f), (3, 4, 0.75f), (4, 5, 0.7f), (3, 5, 0.6f)]);

        var groups = gallery.Gallery.Variants().Select(group => gallery.Positions(group.Images));

        Assert.Equal([[1, 2], [3, 4, 5]], groups);
    }

    // 0 and 1 show one photograph, 2 and 3 another: one pair across makes them variants, and each shows once.
    [Fact]
    public void Variants_NearDuplicates_CountAsOne()
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 8, copyGroup: image => image / 2, variants: [(1, 2, 0.6f)]);

        var group = Assert.Single(gallery.Gallery.Variants());

        Assert.Equal([0, 2], gallery.Positions(group.Images));
    }
}
