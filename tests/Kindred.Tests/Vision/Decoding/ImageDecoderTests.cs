using Kindred.Images;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.Vision.Decoding;

public sealed class ImageDecoderTests
{
    private static readonly ImageDecoder Decoder = new();

    private static readonly (int, int, int) Red = (255, 0, 0);
    private static readonly (int, int, int) Blue = (0, 0, 255);
    private static readonly (int, int, int) White = (255, 255, 255);
    private static readonly (int, int, int) Black = (0, 0, 0);

    public static TheoryData<string> GoodFiles => [.. PictureFolder.Good.Keys];

    public static TheoryData<string> BadFiles => [.. PictureFolder.Bad.Keys];

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("profiled.jpg")]
    [InlineData("plain.png")]
    [InlineData("interlaced.png")]
    [InlineData("palette.png")]
    [InlineData("sixteen bit.png")]
    [InlineData("plain.webp")]
    [InlineData("animated.webp")]
    [InlineData("plain.gif")]
    [InlineData("animated.gif")]
    [InlineData("plain.tiff")]
    [InlineData("sixteen bit.tif")]
    [InlineData("plain.avif")]
    [InlineData("a png named.jpg")]
    public void Decode_RedLeftAndBlueRight_GivesThoseColors(string name)
    {
        var picture = Decode(PictureFolder.Good[name]());

        Assert.Equal(new ImageSize(PictureBytes.Width, PictureBytes.Height), picture.Original);
        AssertColor(Red, picture.At(0.25, 0.5));
        AssertColor(Blue, picture.At(0.75, 0.5));
    }

    [Theory]
    [InlineData("grey.jpg")]
    [InlineData("grey.png")]
    [InlineData("one bit.png")]
    public void Decode_Grey_GivesEqualBands(string name)
    {
        var picture = Decode(PictureFolder.Good[name]());

        AssertColor(Black, picture.At(0.25, 0.5));
        AssertColor(White, picture.At(0.75, 0.5));
    }

    [Theory]
    [InlineData("transparent.png")]
    [InlineData("transparent.webp")]
    public void Decode_Transparent_ShowsWhiteThrough(string name)
    {
        var picture = Decode(PictureFolder.Good[name]());

        // Half red, half white: 128/255 of red leaves 127/255 of white's green and blue.
        AssertColor((255, 127, 127), picture.At(0.25, 0.5));
        AssertColor(White, picture.At(0.75, 0.5));
    }

    [Fact]
    public void Decode_TransparentGrey_ShowsWhiteThrough()
    {
        var picture = Decode(PictureBytes.TransparentGreyPng());

        AssertColor((127, 127, 127), picture.At(0.25, 0.5));
        AssertColor(White, picture.At(0.75, 0.5));
    }

    [Fact]
    public void Decode_Cmyk_GivesTheInkItsColor()
    {
        var picture = Decode(PictureBytes.CmykJpeg());

        // Printed red is darker than a screen's; how much depends on the profile assumed.
        var (red, green, blue) = picture.At(0.25, 0.5);
        Assert.InRange(red, 190, 255);
        Assert.InRange(green, 0, 70);
        Assert.InRange(blue, 0, 70);
        AssertColor(White, picture.At(0.75, 0.5));
    }

    [Fact]
    public void Decode_DisplayP3_IsConvertedToSrgb() =>
        AssertColor(Red, Decode(PictureBytes.DisplayP3Png()).At(0.5, 0.5));

    [Theory]
    // Where the stored picture's left half, which is red, is to be shown.
    [InlineData(1, 0.25, 0.5)]
    [InlineData(2, 0.75, 0.5)]
    [InlineData(3, 0.75, 0.5)]
    [InlineData(4, 0.25, 0.5)]
    [InlineData(5, 0.5, 0.25)]
    [InlineData(6, 0.5, 0.25)]
    [InlineData(7, 0.5, 0.75)]
    [InlineData(8, 0.5, 0.75)]
    public void Decode_ExifOrientation_IsApplied(int orientation, double redX, double redY)
    {
        var picture = Decode(PictureBytes.OrientedPng(orientation));

        AssertColor(Red, picture.At(redX, redY));
        AssertColor(Blue, picture.At(1 - redX, 1 - redY));
        Assert.Equal(orientation >= 5, picture.Original.Height > picture.Original.Width);
    }

    [Fact]
    public void Decode_SidewaysJpeg_SaysTheSizeAsShown() =>
        Assert.Equal(new ImageSize(PictureBytes.Height, PictureBytes.Width), Decode(PictureBytes.SidewaysJpeg()).Original);

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public void Decode_AnySize_FillsTheBufferExactly(string name)
    {
        var encoded = PictureFolder.Good[name]();
        foreach (var (width, height) in new[] { (1, 1), (7, 150), (160, 160), (64, 32), (31, 33) })
        {
            var rgb = new byte[(width * height * 3) + 8];
            rgb.AsSpan(width * height * 3).Fill(77);

            Decoder.Decode(encoded, width, height, rgb);

            Assert.All(rgb[(width * height * 3)..], b => Assert.Equal(77, b));
            Assert.Contains(rgb[..(width * height * 3)], b => b > 40);
        }
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Decode_BadFile_SaysWhy(string name)
    {
        var (bytes, reason) = PictureFolder.Bad[name];
        Assert.Equal(reason, Refusal(bytes()));
    }

    [Theory]
    [InlineData("plain.jpg", "image/jpeg")]
    [InlineData("plain.png", "image/png")]
    [InlineData("a png named.jpg", "image/png")]
    [InlineData("plain.webp", "image/webp")]
    [InlineData("plain.gif", "image/gif")]
    [InlineData("plain.tiff", "image/tiff")]
    [InlineData("plain.avif", "image/avif")]
    public void ReadHeader_Picture_SaysFormatAndSize(string name, string mediaType) =>
        Assert.Equal(
            new ImageHeader(mediaType, new ImageSize(PictureBytes.Width, PictureBytes.Height)),
            Decoder.ReadHeader(PictureFolder.Good[name]()));

    [Fact]
    public void ReadHeader_NoPictureDamagedOrTooLarge_SaysWhy()
    {
        (ImageFault, string) Refusal(ImageDecoder decoder, byte[] file)
        {
            var exception = Assert.Throws<UnreadableImageException>(() => decoder.ReadHeader(file));
            return (exception.ImageFault, exception.Message);
        }

        Assert.Equal((ImageFault.Damaged, "empty file"), Refusal(Decoder, []));
        Assert.Equal((ImageFault.Unsupported, "not a picture Kindred can read"), Refusal(Decoder, "text"u8.ToArray()));
        Assert.Equal((ImageFault.Damaged, "truncated or damaged PNG"), Refusal(Decoder, PictureBytes.Png()[..20]));
        Assert.Equal(
            (ImageFault.TooLarge, "64 × 32 pixels, more than the limit of 0 megapixels"),
            Refusal(new ImageDecoder(100), PictureBytes.Png()));
    }

    [Fact]
    public void Decode_OverThePixelLimit_IsRefused()
    {
        var encoded = PictureBytes.Png();
        var pixels = PictureBytes.Width * PictureBytes.Height;

        new ImageDecoder(pixels).Decode(encoded, 1, 1, new byte[3]);
        var exception = Assert.Throws<UnreadableImageException>(() => new ImageDecoder(pixels - 1).Decode(encoded, 1, 1, new byte[3]));

        Assert.StartsWith("64 × 32 pixels, more than the limit of ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BufferTooSmall_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Decoder.Decode(PictureBytes.Png(), 10, 10, new byte[299]));

    [Theory]
    [InlineData(64, 64, 64, 32)]
    [InlineData(32, 32, 32, 16)]
    [InlineData(500, 8, 16, 8)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1000, 1000, 64, 32)]
    public void DecodeToFit_AnyBox_KeepsProportionsAndNeverEnlarges(int maxWidth, int maxHeight, int width, int height)
    {
        var picture = Decoder.DecodeToFit(PictureBytes.Jpeg(), maxWidth, maxHeight);

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(width * height * 3, picture.Rgb.Length);
    }

    [Theory]
    [InlineData(200, 160, 2)] // decoded whole
    [InlineData(500, 410, 2)] // at half
    [InlineData(900, 850, 4)] // at a quarter, which leaves the least to the good filter
    public void Decode_JpegShrunkWhileRead_IsCloseToShrunkAfterwards(int width, int height, double levels)
    {
        using var detailed = PictureBytes.Detailed(width, height);
        using var smooth = detailed.Gaussblur(width / 250.0); // as a lens would
        var rgb = new byte[160 * 160 * 3];
        Decoder.Decode(smooth.JpegsaveBuffer(q: 95), 160, 160, rgb);

        using var resized = smooth.Resize(160.0 / width, vscale: 160.0 / height);
        var expected = resized.WriteToMemory<byte>();

        Assert.InRange(rgb.Zip(expected, (actual, wanted) => Math.Abs(actual - wanted)).Average(), 0, levels);
    }

    [Theory]
    [InlineData(1, 70_000)]
    [InlineData(70_000, 1)]
    [InlineData(160, 70_000)]
    public void Decode_ExtremeShape_IsDecoded(int width, int height)
    {
        using var line = NetVips.Image.Black(width, height, bands: 3).Invert().Copy(interpretation: NetVips.Enums.Interpretation.Srgb);

        var picture = Decode(line.PngsaveBuffer());

        Assert.Equal(new ImageSize(width, height), picture.Original);
        Assert.All(picture.Rgb, level => Assert.Equal(255, level));
    }

    [Fact]
    public void DecodeToFit_SidewaysJpeg_IsUpright()
    {
        var picture = Decoder.DecodeToFit(PictureBytes.SidewaysJpeg(), 16, 32);

        Assert.Equal((16, 32), (picture.Width, picture.Height));
        AssertColor(Red, new Shown(default, picture.Width, picture.Height, picture.Rgb).At(0.5, 0.25));
    }

    [Fact]
    public void Decode_ManyThreads_GivesEqualPixels()
    {
        using var detailed = PictureBytes.Detailed(500, 400);
        byte[][] files = [.. PictureFolder.Good.Values.Select(bytes => bytes()), detailed.JpegsaveBuffer(), detailed.PngsaveBuffer()];
        var expected = files.Select(file => Decode(file).Rgb).ToArray();

        Parallel.For(0, files.Length * 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            Assert.Equal(expected[i % files.Length], Decode(files[i % files.Length]).Rgb));
    }

    [Fact]
    public void Decode_FailuresOnManyThreads_EachSayTheirOwnReason()
    {
        var bad = PictureFolder.Bad.Values.Select(file => (Bytes: file.Bytes(), file.Reason)).ToArray();

        Parallel.For(0, bad.Length * 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            Assert.Equal(bad[i % bad.Length].Reason, Refusal(bad[i % bad.Length].Bytes)));
    }

    internal static string Refusal(byte[] encoded) =>
        Assert.Throws<UnreadableImageException>(() => Decode(encoded)).Message;

    private static Shown Decode(byte[] encoded)
    {
        var rgb = new byte[40 * 24 * 3];
        return new Shown(Decoder.Decode(encoded, 40, 24, rgb), 40, 24, rgb);
    }

    private static void AssertColor((int Red, int Green, int Blue) expected, (int Red, int Green, int Blue) actual)
    {
        var difference = Math.Max(
            Math.Abs(expected.Red - actual.Red),
            Math.Max(Math.Abs(expected.Green - actual.Green), Math.Abs(expected.Blue - actual.Blue)));
        Assert.True(difference <= 4, $"expected {expected}, got {actual}");
    }

    private sealed record Shown(ImageSize Original, int Width, int Height, byte[] Rgb)
    {
        public (int Red, int Green, int Blue) At(double x, double y)
        {
            var i = (((int)(y * Height) * Width) + (int)(x * Width)) * 3;
            return (Rgb[i], Rgb[i + 1], Rgb[i + 2]);
        }
    }
}
