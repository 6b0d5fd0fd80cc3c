using Kindred.Colors;
using Kindred.Images;
using Kindred.Vision.Decoding;
using SkiaSharp;

namespace Kindred.Tests.Colors;

/// <summary>Pictures of a plain thing on a ground.</summary>
internal static class ColoredPicture
{
    private const int Side = 192;

    private static readonly ImageDecoder Decoder = new();

    /// <summary>A round thing in the middle of a ground, as a PNG.</summary>
    /// <param name="thing">Its color, 0xRRGGBB.</param>
    /// <param name="ground">The ground's color.</param>
    /// <param name="size">The thing's share of the side.</param>
    public static byte[] Png(uint thing, uint ground, float size = 0.6f)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Side, Side));
        surface.Canvas.Clear(new SKColor(0xFF000000 | ground));
        using var paint = new SKPaint { Color = new SKColor(0xFF000000 | thing), IsAntialias = true };
        surface.Canvas.DrawCircle(Side / 2f, Side / 2f, Side * size / 2, paint);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Its fingerprint.</summary>
    public static Fingerprint Of(byte[] picture)
    {
        var rgb = new byte[Side * Side * 3];
        Decoder.Decode(picture, Side, Side, rgb);
        return Fingerprint.FromRgb(rgb, Side, Side);
    }

    /// <summary>The share of the thing that is found to have a color.</summary>
    public static float Share(Fingerprint fingerprint, string color)
    {
        var bytes = new byte[ThingColors.Size];
        ThingColors.Find(fingerprint, bytes);
        return new ThingColors(bytes).ShareOf(WantedColor.Parse(color, null));
    }
}
