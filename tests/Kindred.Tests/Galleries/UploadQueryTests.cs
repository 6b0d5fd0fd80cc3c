using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.NearDuplicates;
using Kindred.Tests.Libraries;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.Galleries;

/// <summary>Queries with pictures that are in memory only.</summary>
public sealed class UploadQueryTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>, IDisposable
{
    private static readonly ImageTransformer Transformer = new(new ImageDecoder());

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task QueryAsync_Bytes_IsTheQueryOfTheirFile()
    {
        await using var library = await IndexAsync();
        using var gallery = await library.OpenGalleryAsync(Cancel);
        var file = _folder.File("outside.jpg");
        TestPictures.Write(file, 100, 320, 200);

        var named = await gallery.QueryAsync(file, Cancel);
        var uploaded = await gallery.QueryAsync("mine", EncodedImage.FromBytes(File.ReadAllBytes(file)), Cancel);

        Assert.Equal(("mine", null), (uploaded.Name, uploaded.Image));
        Assert.Equal((320, 200), (uploaded.Width, uploaded.Height));
        Assert.Equal(named.Content, uploaded.Content);
        Assert.Equal(
            gallery.Similar(named, 8, new SimilarOptions { Variants = VariantPlaces.All }),
            gallery.Similar(uploaded, 8, new SimilarOptions { Variants = VariantPlaces.All }));
        Assert.Empty(gallery.NearDuplicatesOf(uploaded));
    }

    [Fact]
    public async Task CopiesOf_ChangedOrSameFile_AreTheGallerysImagesOfThatPhotograph()
    {
        await using var library = await IndexAsync();
        using var gallery = await library.OpenGalleryAsync(Cancel);
        var original = File.ReadAllBytes(gallery.Find("3.jpg")!.File);

        var same = await gallery.QueryAsync("same", EncodedImage.FromBytes(original), Cancel);
        var darker = await gallery.QueryAsync(
            "darker", EncodedImage.FromBytes(Transformer.Transform(original, Transformation.Darker20)), Cancel);

        string[] expected = ["3 small.jpg", "3.jpg"];
        Assert.Equal(expected, gallery.NearDuplicatesOf(same).Select(image => image.Path));
        Assert.Equal(expected, gallery.NearDuplicatesOf(darker).Select(image => image.Path));
        Assert.Equal(["3 small.jpg"], gallery.NearDuplicatesOf(gallery.Query(gallery.Find("3.jpg")!)).Select(image => image.Path));
        Assert.Empty(gallery.NearDuplicatesOf(gallery.Query(gallery.Find("5.jpg")!)));
    }

    [Fact]
    public async Task QueryAsync_BytesOfNoPicture_SaysWhatIsWrongAndDisposesThem()
    {
        await using var library = await IndexAsync();
        using var gallery = await library.OpenGalleryAsync(Cancel);
        var text = EncodedImage.FromBytes("This is not a picture."u8);
        var cut = EncodedImage.FromBytes(File.ReadAllBytes(gallery.Find("3.jpg")!.File).AsSpan(..800));

        var unsupported = await Assert.ThrowsAsync<UnreadableImageException>(() => gallery.QueryAsync("text", text, Cancel));
        var damaged = await Assert.ThrowsAsync<UnreadableImageException>(() => gallery.QueryAsync("cut", cut, Cancel));

        Assert.Equal((ImageFault.Unsupported, ImageFault.Damaged), (unsupported.ImageFault, damaged.ImageFault));
        Assert.Throws<ObjectDisposedException>(() => text.Bytes);
        Assert.Throws<ObjectDisposedException>(() => cut.Bytes);
    }

    private async Task<Library> IndexAsync()
    {
        for (var i = 0; i < 8; i++)
            TestPictures.Write(_folder.File("gallery", $"{i}.jpg"), i, 320, 240);
        File.WriteAllBytes(
            _folder.File("gallery", "3 small.jpg"),
            Transformer.Transform(File.ReadAllBytes(_folder.File("gallery", "3.jpg")), Transformation.HalfSize));
        var library = fixture.Open(_folder.File("library"));
        await library.IndexAsync(_folder.File("gallery"), cancellationToken: Cancel);
        return library;
    }
}
