using Kindred.Images;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;
using Kindred.Vision.Thumbnails;
using NetVips;

namespace Kindred.Tests.Vision.Thumbnails;

public sealed class ThumbnailMakerTests
{
    private static readonly ImageDecoder Decoder = new();
    private static readonly ThumbnailMaker Maker = new(Decoder);

    public static TheoryData<string> GoodFiles => [.. PictureFolder.Good.Keys];

    public static TheoryData<string> BadFiles => [.. PictureFolder.Bad.Keys];

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public void Make_AnyPicture_IsASmallJpegOfIt(string name)
    {
        var encoded = PictureFolder.Good[name]();

        var thumbnail = Maker.Make(encoded, 32);

        var shown = Decoder.DecodeToFit(thumbnail, 100, 100);
        var expected = Decoder.DecodeToFit(encoded, 32, 32);
        Assert.Equal("image/jpeg", Decoder.ReadHeader(thumbnail).MediaType);
        Assert.Equal((expected.Width, expected.Height), (shown.Width, shown.Height));
        Assert.Equal(32, Math.Max(shown.Width, shown.Height));
        Assert.InRange(expected.Rgb.Zip(shown.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, 8);
    }

    [Fact]
    public void Make_SmallerPicture_IsNotEnlarged() =>
        Assert.Equal(new ImageSize(PictureBytes.Width, PictureBytes.Height), Decoder.ReadHeader(Maker.Make(PictureBytes.Png(), 320)).Size);

    [Fact]
    public void Make_PictureWithMetadata_LeavesAllOfItOut()
    {
        using var picture = PictureBytes.Detailed(200, 100);
        using var secret = picture.Mutate(image =>
        {
            image.Set(GValue.GStrType, "exif-ifd0-ImageDescription", "where I live");
            image.Set(GValue.GIntType, "orientation", 6);
        });
        var encoded = secret.JpegsaveBuffer(profile: "p3");
        Assert.True(encoded.AsSpan().IndexOf("where I live"u8) > 0);

        var thumbnail = Maker.Make(encoded, 64);

        Assert.Equal(new ImageSize(32, 64), Decoder.ReadHeader(thumbnail).Size);
        Assert.Equal(-1, thumbnail.AsSpan().IndexOf("Exif"u8));
        Assert.Equal(-1, thumbnail.AsSpan().IndexOf("ICC_PROFILE"u8));
        Assert.Equal(-1, thumbnail.AsSpan().IndexOf("where I live"u8));
        // Baseline, whose start-of-frame marker is C0; a progressive one has C2.
        Assert.Equal(-1, thumbnail.AsSpan().IndexOf([(byte)0xFF, (byte)0xC2]));
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Make_BadFile_IsRefusedAsByTheDecoder(string name)
    {
        var (bytes, reason) = PictureFolder.Bad[name];

        Assert.Equal(reason, Assert.Throws<UnreadableImageException>(() => Maker.Make(bytes(), 32)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ThumbnailMaker.LargestSize + 1)]
    public void Make_SizeOutOfRange_Throws(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Maker.Make(PictureBytes.Png(), size));
}
