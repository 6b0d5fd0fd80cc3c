using Kindred.Images;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.Vision.Decoding;

public sealed class ImageTransformerTests
{
    private const int Width = 200;
    private const int Height = 120;

    private static readonly ImageDecoder Decoder = new();
    private static readonly ImageTransformer Transformer = new(Decoder);

    [Theory]
    [InlineData(nameof(Transformation.Jpeg30), 200, 120)]
    [InlineData(nameof(Transformation.HalfSize), 100, 60)]
    [InlineData(nameof(Transformation.Crop90), 180, 108)]
    [InlineData(nameof(Transformation.Mirror), 200, 120)]
    [InlineData(nameof(Transformation.Rotate5), 200, 120)]
    [InlineData(nameof(Transformation.Brighter20), 200, 120)]
    [InlineData(nameof(Transformation.Darker20), 200, 120)]
    [InlineData(nameof(Transformation.Border5), 212, 132)]
    public void Transform_Picture_HasTheSizeThatFollows(string transformation, int width, int height)
    {
        var copy = Decode(Transformer.Transform(Detailed(), Enum.Parse<Transformation>(transformation)));

        Assert.Equal((width, height), (copy.Width, copy.Height));
    }

    [Fact]
    public void Transform_Twice_GivesEqualBytes()
    {
        foreach (var transformation in Enum.GetValues<Transformation>())
            Assert.Equal(Transformer.Transform(Detailed(), transformation), Transformer.Transform(Detailed(), transformation));
    }

    [Fact]
    public void Transform_Mirror_ExchangesLeftAndRight()
    {
        // Red left, blue right.
        var copy = Decode(Transformer.Transform(PictureBytes.Png(), Transformation.Mirror));

        Assert.InRange(copy.Rgb[0], 0, 20);
        Assert.InRange(copy.Rgb[2], 235, 255);
    }

    [Fact]
    public void Transform_Brightness_ChangesLevelsByAFifth()
    {
        var mean = Mean(Detailed());

        Assert.Equal(0.8, Mean(Transformer.Transform(Detailed(), Transformation.Darker20)) / mean, 0.01);
        Assert.InRange(Mean(Transformer.Transform(Detailed(), Transformation.Brighter20)) / mean, 1.1, 1.2);
    }

    [Fact]
    public void Transform_Border_IsWhite()
    {
        var copy = Decode(Transformer.Transform(Detailed(), Transformation.Border5));

        Assert.All(copy.Rgb[..(3 * copy.Width)], level => Assert.InRange(level, 240, 255));
    }

    [Fact]
    public void Transform_Rotate_LeavesBlackCorners()
    {
        var copy = Decode(Transformer.Transform(PictureBytes.Png(), Transformation.Rotate5));

        Assert.All(copy.Rgb[..3], level => Assert.InRange(level, 0, 60));
    }

    [Theory]
    [InlineData("empty.jpg")]
    [InlineData("truncated.jpg")]
    [InlineData("huge.png")]
    [InlineData("drawing.svg.png")]
    public void Transform_BadFile_IsRefusedAsByTheDecoder(string name)
    {
        var (bytes, reason) = PictureFolder.Bad[name];

        var exception = Assert.Throws<UnreadableImageException>(() => Transformer.Transform(bytes(), Transformation.Mirror));

        Assert.Equal(reason, exception.Message);
    }

    private static byte[] Detailed()
    {
        using var picture = PictureBytes.Detailed(Width, Height);
        return picture.PngsaveBuffer();
    }

    private static DecodedImage Decode(byte[] encoded) => Decoder.DecodeToFit(encoded, 1000, 1000);

    private static double Mean(byte[] encoded) => Decode(encoded).Rgb.Average(level => (double)level);
}
