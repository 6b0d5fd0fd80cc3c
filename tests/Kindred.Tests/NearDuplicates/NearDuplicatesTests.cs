using Kindred.Folders;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.NearDuplicates;
using Kindred.NearDuplicates.Finding;
using Kindred.Recommendations;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.NearDuplicates;

/// <summary>
/// Copies in a real library: found, kept apart from what is only similar, and never recommended to whoever has the original.
/// </summary>
public sealed class NearDuplicatesTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>, IDisposable
{
    private static readonly ImageTransformer Transformer = new(new ImageDecoder());

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string GalleryFolder => _folder.File("gallery");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Duplicates_CopiesOfAllKinds_AreListedWithTheOneToKeep()
    {
        Draw(8);
        Copy("0.jpg", "0 again.jpg");
        Transform("0.jpg", "0 small.jpg", Transformation.HalfSize);
        Transform("1.jpg", "1 poor.jpg", Transformation.Jpeg30);
        await using var library = await IndexAsync();
        using var gallery = await library.PreparedAsync(Cancel);

        var groups = gallery.Duplicates();

        Assert.Equal(2, groups.Count);
        Assert.Equal(
            [
                ("0 again.jpg", NearDuplicateRelation.Keep),
                ("0.jpg", NearDuplicateRelation.Identical),
                ("0 small.jpg", NearDuplicateRelation.NearDuplicate),
            ],
            groups[0].Images.Select(image => (image.Image.Path, image.Relation)));
        Assert.Equal(KeepReason.Name, groups[0].Reason);
        Assert.False(groups[0].IsIdentical);
        Assert.Equal(
            [("1.jpg", NearDuplicateRelation.Keep), ("1 poor.jpg", NearDuplicateRelation.NearDuplicate)],
            groups[1].Images.Select(image => (image.Image.Path, image.Relation)));
        Assert.Equal(KeepReason.Size, groups[1].Reason);
        Assert.All(groups[1].Images, image => Assert.InRange(image.Similarity, 0.5, 1));
    }

    [Fact]
    public async Task Duplicates_Larger_IsKeptForItsResolution()
    {
        Draw(6);
        Transform("2.jpg", "2 small.jpg", Transformation.HalfSize);
        await using var library = await IndexAsync();
        using var gallery = await library.PreparedAsync(Cancel);

        var group = Assert.Single(gallery.Duplicates());

        Assert.Equal(("2.jpg", KeepReason.Resolution), (group.Images[0].Image.Path, group.Reason));
    }

    [Fact]
    public async Task Duplicates_CopyAddedLater_IsFound()
    {
        Draw(6);
        await using var library = await IndexAsync();
        using (var before = await library.PreparedAsync(Cancel))
            Assert.Empty(before.Duplicates());

        Transform("3.jpg", "3 mirrored.jpg", Transformation.Mirror);
        await library.IndexAsync(GalleryFolder, cancellationToken: Cancel);

        using var after = await library.PreparedAsync(Cancel);
        Assert.Equal(2, Assert.Single(after.Duplicates()).Images.Count);
    }

    [Fact]
    public async Task CompareNew_OfPictures_FindsTheSameByGraphAsExactly()
    {
        Draw(40);
        foreach (var (i, transformation) in Enum.GetValues<Transformation>().Index())
        {
            Transform($"{i}.jpg", $"{i} altered.jpg", transformation);
            Transform($"{i + 10}.jpg", $"{i + 10} altered.jpg", transformation);
        }

        var pairs = new List<IReadOnlyList<NearDuplicatePair>>();
        foreach (var leastForGraph in (int[])[1, int.MaxValue])
        {
            var directory = _folder.File($"library {leastForGraph}");
            await using (var library = fixture.Open(directory))
                await library.IndexAsync(GalleryFolder, new IndexOptions { Prepare = false }, cancellationToken: Cancel);
            await using var store = SqliteLibraryStore.Open(directory);
            await new NearDuplicateFinder(store, store) { LeastForGraph = leastForGraph }
                .CompareNewAsync(fixture.Embedder.Stamp, progress: null, Cancel);
            pairs.Add(await store.ReadNearDuplicatesAsync(Cancel));
        }

        Assert.Equal(pairs[1], pairs[0]);
        Assert.InRange(pairs[0].Count, 12, 16);
    }

    [Theory]
    [InlineData("like")]
    [InlineData("dislike")]
    [InlineData("seen")]
    public async Task Recommend_CopiesOfWhatWasChosen_AreLeftOut(string choice)
    {
        Draw(8);
        Transform("0.jpg", "0 cropped.jpg", Transformation.Crop90);
        Copy("0.jpg", "0 again.jpg");
        await using var library = await IndexAsync();
        using var gallery = await library.PreparedAsync(Cancel);
        var chosen = gallery.Query(gallery.Find("0.jpg")!);
        var like = new LikedImage(choice == "like" ? chosen : gallery.Query(gallery.Find("5.jpg")!));
        var profile = new Profile
        {
            Likes = [like],
            Dislikes = choice == "dislike" ? [chosen] : [],
            Seen = choice == "seen" ? [chosen.Content] : [],
        };

        var paths = gallery.Recommend(profile, new RecommendationOptions { Count = 50 }).Items.Select(item => item.Image.Path).ToList();

        // A dislike takes away what is nearer to it than to the like, too.
        if (choice == "dislike")
            Assert.InRange(paths.Count, 1, 6);
        else
            Assert.Equal(choice == "like" ? 7 : 6, paths.Count);
        Assert.DoesNotContain(paths, path => path.StartsWith('0'));
    }

    [Fact]
    public async Task Recommend_CopiesOfALikeFromOutside_AreLeftOut()
    {
        Draw(8);
        await using var library = await IndexAsync();
        using var gallery = await library.PreparedAsync(Cancel);
        var outside = _folder.File("outside.jpg");
        File.WriteAllBytes(
            outside, Transformer.Transform(File.ReadAllBytes(Path.Combine(GalleryFolder, "4.jpg")), Transformation.Darker20));

        var list = gallery.Recommend(Profile.Of([await gallery.QueryAsync(outside, Cancel)]), new RecommendationOptions { Count = 50 });

        Assert.Equal(7, list.Items.Count);
        Assert.DoesNotContain(list.Items, item => item.Image.Path == "4.jpg");
    }

    [Fact]
    public async Task Recommend_ManyCopiesOfOne_TakeOnePlace()
    {
        Draw(6);
        Transform("1.jpg", "1 small.jpg", Transformation.HalfSize);
        Transform("1.jpg", "1 poor.jpg", Transformation.Jpeg30);
        await using var library = await IndexAsync();
        using var gallery = await library.PreparedAsync(Cancel);

        var list = gallery.Recommend(Profile.Of([gallery.Query(gallery.Find("0.jpg")!)]), new RecommendationOptions { Count = 50 });

        Assert.Equal(5, list.Items.Count);
        Assert.Single(list.Items, item => item.Image.Path.StartsWith('1'));
    }

    [Fact]
    public async Task Profile_LikeWhosePictureIsGone_StillCountsAndKeepsItsCopiesOut()
    {
        Draw(20);
        Transform("0.jpg", "copy of 0.jpg", Transformation.Crop90);
        await using var library = await IndexAsync();
        using (var before = await library.PreparedAsync(Cancel))
            await library.Interactions.RecordAsync(
                "ann", Kindred.Interactions.InteractionKind.Like, [before.Find("0.jpg")!], cancellationToken: Cancel);
        File.Delete(Path.Combine(GalleryFolder, "0.jpg"));
        await library.IndexAsync(GalleryFolder, cancellationToken: Cancel);
        using var gallery = await library.PreparedAsync(Cancel);

        var profile = await gallery.ReadProfileAsync("ann", Cancel);
        var list = gallery.Recommend(profile, new RecommendationOptions { Count = 50, Variants = VariantPlaces.All });

        Assert.Equal("0.jpg", Assert.Single(profile.Likes).Image.Name);
        Assert.Equal(19, list.Items.Count);
        Assert.DoesNotContain(list.Items, item => item.Image.Path == "copy of 0.jpg");
    }

    private void Draw(int count)
    {
        for (var i = 0; i < count; i++)
            TestPictures.Write(_folder.File("gallery", $"{i}.jpg"), i, 320, 240);
    }

    private void Copy(string from, string to) => File.Copy(Path.Combine(GalleryFolder, from), Path.Combine(GalleryFolder, to));

    private void Transform(string from, string to, Transformation transformation) =>
        File.WriteAllBytes(
            Path.Combine(GalleryFolder, to),
            Transformer.Transform(File.ReadAllBytes(Path.Combine(GalleryFolder, from)), transformation));

    private async Task<Library> IndexAsync()
    {
        var library = fixture.Open(_folder.File("library"));
        await library.IndexAsync(GalleryFolder, cancellationToken: Cancel);
        return library;
    }
}
