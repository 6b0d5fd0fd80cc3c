using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Tests.Recommendations;

namespace Kindred.Tests.Galleries;

/// <summary>Which places near-duplicates and variants take among similar images.</summary>
public sealed class SimilarPlacesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    public void Similar_Variants_TakeOnePlaceAndKComesBackFull(int k)
    {
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 400, variantGroup: image => image / 20);
        var query = gallery.Query(0);
        var all = gallery.Gallery.Similar(query, 1000, new SimilarOptions { Variants = VariantPlaces.All });

        var grouped = gallery.Gallery.Similar(query, k);

        Assert.Equal(799, all.Count);
        Assert.All(all, found => Assert.Empty(found.Variants));
        Assert.Equal(all.DistinctBy(found => Position(gallery, found) / 20).Take(k).Select(found => found.Image), Images(grouped));
        Assert.All(grouped, found =>
        {
            var (position, group) = (Position(gallery, found), Position(gallery, found) / 20);
            Assert.Equal(
                Enumerable.Range(group * 20, 20).Where(other => other != position && other != 0), gallery.Positions(found.Variants));
            Assert.Equal(group == 0, found.IsVariant);
        });
    }

    [Fact]
    public void Similar_FewerGroupsThanPlaces_AreAllThere()
    {
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 20, variantGroup: image => image / 10);

        Assert.Equal(4, gallery.Gallery.Similar(gallery.Query(0), 10).Count);
    }

    [Fact]
    public void Similar_NearDuplicatesOfThePictureItself_HaveAPlaceEach()
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 48, copyGroup: image => image / 4, variantGroup: image => image / 12);

        var found = gallery.Gallery.Similar(gallery.Query(0), 48);

        var own = found.Where(result => Position(gallery, result) < 12).ToList();
        Assert.Equal([1, 2, 3], own.Where(result => !result.IsVariant).Select(result => Position(gallery, result)).Order());
        Assert.All(own.Where(result => !result.IsVariant), result => Assert.Empty(result.Variants.Concat(result.NearDuplicates)));

        // Its other two colors have one place: one image for the color that is behind, and the other files of the one in front.
        var variant = Assert.Single(own, result => result.IsVariant);
        Assert.Single(variant.Variants);
        Assert.Equal(3, variant.NearDuplicates.Count);
        Assert.Equal(3 + 1 + 3, found.Count);
    }

    [Fact]
    public void Similar_Label_HoldsForWhatIsBehindToo()
    {
        using var gallery = new SmallGallery(labels: 3, imagesPerLabel: 10, variantGroup: image => image % 10);

        string?[] labels = ["label0", "label1"];

        var found = gallery.Gallery.Similar(gallery.Query(3), 30, new SimilarOptions { Labels = ["label0", "label1"] });

        Assert.Equal(10, found.Count);
        Assert.All(found, result => Assert.All(
            result.Variants.Append(result.Image), image => Assert.Contains(image.Label, labels)));
        Assert.All(found.Where(result => !result.IsVariant), result => Assert.Single(result.Variants));
        Assert.Empty(Assert.Single(found, result => result.IsVariant).Variants);
    }

    [Fact]
    public void Similar_UnknownPicture_HasNoVariants()
    {
        using var gallery = new SmallGallery(labels: 1, imagesPerLabel: 20, variantGroup: image => image / 5);
        var unknown = gallery.Gallery.Query("outside.jpg", ContentHash.Of("outside"u8), gallery.Query(0).Embedding);

        var found = gallery.Gallery.Similar(unknown, 10);

        Assert.Equal(4, found.Count);
        Assert.All(found, result => Assert.False(result.IsVariant));
        Assert.All(found, result => Assert.Equal(4, result.Variants.Count));
    }

    // 2 is a variant of 1, and 1 of 0; 2 and 0 are not.
    [Fact]
    public void Similar_ChainOfVariants_CoversOnlyWhatIsPairedWithTheImageShown()
    {
        using var gallery = new SmallGallery(labels: 1, imagesPerLabel: 30, variants: [(0, 1, 0.9f), (1, 2, 0.8f), (2, 3, 0.7f)]);
        var all = gallery.Gallery.Similar(gallery.Query(20), 29, new SimilarOptions { Variants = VariantPlaces.All });
        var places = new List<int>();
        foreach (var position in all.Select(found => Position(gallery, found)))
        {
            if (position > 3 || !places.Exists(place => place < 4 && Math.Abs(place - position) == 1))
                places.Add(position);
        }

        var found = gallery.Gallery.Similar(gallery.Query(20), 29);

        Assert.Equal(places, found.Select(result => Position(gallery, result)));
        Assert.All(found.Where(result => Position(gallery, result) < 4), result => Assert.Equal(
            Enumerable.Range(0, 4).Where(other => Math.Abs(other - Position(gallery, result)) == 1), gallery.Positions(result.Variants)));
    }

    [Fact]
    public void Similar_VariantsOfVariantsOfThePicture_AreNotItsVariants()
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 30, variants: [(0, 1, 0.9f), (0, 2, 0.9f), (1, 3, 0.8f), (2, 4, 0.8f)]);

        var found = gallery.Gallery.Similar(gallery.Query(0), 29);

        // Neither stands behind the other: 3 and 4 are none of its variants, and 1 and 2 are not variants of each other.
        Assert.Equal(29, found.Count);
        Assert.Equal([1, 2], found.Where(result => result.IsVariant).Select(result => Position(gallery, result)).Order());
        Assert.All(found, result => Assert.Empty(result.Variants));
    }

    private static int Position(SmallGallery gallery, ScoredImage found) => gallery.Gallery.PositionOf(found.Image);

    private static IEnumerable<Image> Images(IEnumerable<ScoredImage> found) => found.Select(result => result.Image);
}
