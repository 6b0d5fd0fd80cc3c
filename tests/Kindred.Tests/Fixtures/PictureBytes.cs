using NetVips;

namespace Kindred.Tests.Fixtures;

/// <summary>
/// Small picture files of every kind, made in memory. Unless its name says otherwise each is 64 × 32 pixels, the left half
/// red and the right half blue, so that what a decoder should make of it is plain.
/// </summary>
internal static class PictureBytes
{
    public const int Width = 64;
    public const int Height = 32;

    private static readonly double[] Red = [255, 0, 0];
    private static readonly double[] Blue = [0, 0, 255];

    public static byte[] Jpeg() => TwoTone(Red, Blue).JpegsaveBuffer(q: 95);

    public static byte[] ProgressiveJpeg() => TwoTone(Red, Blue).JpegsaveBuffer(q: 95, interlace: true);

    /// <summary>Black left, white right.</summary>
    public static byte[] GreyJpeg() => Grey().JpegsaveBuffer(q: 95);

    /// <summary>Ink: magenta and yellow left, none right.</summary>
    public static byte[] CmykJpeg() =>
        TwoTone([0, 255, 255, 0], [0, 0, 0, 0]).Copy(interpretation: Enums.Interpretation.Cmyk).JpegsaveBuffer(q: 95);

    /// <summary>Stored lying on its side; shown as a tall picture with red at the top.</summary>
    public static byte[] SidewaysJpeg() => WithOrientation(6).JpegsaveBuffer(q: 95);

    /// <summary>Stored with an EXIF orientation from 1 to 8.</summary>
    public static byte[] OrientedPng(int orientation) => WithOrientation(orientation).PngsaveBuffer();

    public static byte[] Png() => TwoTone(Red, Blue).PngsaveBuffer();

    public static byte[] InterlacedPng() => TwoTone(Red, Blue).PngsaveBuffer(interlace: true);

    public static byte[] PalettePng() => TwoTone(Red, Blue).PngsaveBuffer(palette: true);

    /// <summary>Black left, white right.</summary>
    public static byte[] GreyPng() => Grey().PngsaveBuffer();

    /// <summary>Black left, white right, one bit a pixel.</summary>
    public static byte[] OneBitPng() => Grey().PngsaveBuffer(bitdepth: 1);

    public static byte[] SixteenBitPng() => SixteenBit().PngsaveBuffer(bitdepth: 16);

    /// <summary>The left half is red at half strength, the right half fully transparent.</summary>
    public static byte[] TransparentPng() => Transparent().PngsaveBuffer();

    /// <summary>Grey with alpha: the left half is black at half strength, the right half fully transparent.</summary>
    public static byte[] TransparentGreyPng() =>
        TwoTone([0, 128], [0, 0]).Copy(interpretation: Enums.Interpretation.Bw).PngsaveBuffer();

    /// <summary>In Display P3, where sRGB's pure red is 234, 51, 35. All of it is that color.</summary>
    public static byte[] DisplayP3Png() => TwoTone([234, 51, 35], [234, 51, 35]).PngsaveBuffer(profile: "p3");

    /// <summary>With sRGB's own profile attached.</summary>
    public static byte[] ProfiledJpeg() => TwoTone(Red, Blue).JpegsaveBuffer(q: 95, profile: "srgb");

    public static byte[] WebP() => TwoTone(Red, Blue).WebpsaveBuffer(lossless: true);

    /// <summary>The left half is red at half strength, the right half fully transparent.</summary>
    public static byte[] TransparentWebP() => Transparent().WebpsaveBuffer(lossless: true);

    /// <summary>The first frame is red and blue, the second all green.</summary>
    public static byte[] AnimatedWebP() => Animation().WebpsaveBuffer(lossless: true);

    public static byte[] Gif() => TwoTone(Red, Blue).GifsaveBuffer(dither: 0);

    /// <summary>The first frame is red and blue, the second all green.</summary>
    public static byte[] AnimatedGif() => Animation().GifsaveBuffer(dither: 0);

    public static byte[] Tiff() => TwoTone(Red, Blue).TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw);

    public static byte[] SixteenBitTiff() => SixteenBit().TiffsaveBuffer();

    public static byte[] Avif() => TwoTone(Red, Blue).HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, lossless: true);

    /// <summary>A picture with detail everywhere, so that its file has pixels to lose at every place.</summary>
    public static Image Detailed(int width, int height)
    {
        // A sum of waves: smooth in places, with edges in others, and the same every time.
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var band = 0; band < 3; band++)
                {
                    var wave = Math.Sin((x * (0.05 + (0.03 * band))) + (y * 0.11)) + Math.Sin(x * y * 0.002 * (band + 1));
                    var edge = ((x / 13) + (y / 17)) % 2 * 60;
                    rgb[(((y * width) + x) * 3) + band] = (byte)Math.Clamp(98 + (wave * 49) + edge, 0, 255);
                }
            }
        }

        using var pixels = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Grey() => TwoTone([0], [255]).Copy(interpretation: Enums.Interpretation.Bw);

    private static Image Transparent() => TwoTone([255, 0, 0, 128], [0, 0, 0, 0]);

    private static Image SixteenBit() =>
        TwoTone([65535, 0, 0], [0, 0, 65535], Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

    private static Image WithOrientation(int orientation) =>
        TwoTone(Red, Blue).Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));

    private static Image Animation() =>
        TwoTone(Red, Blue).Join(TwoTone([0, 255, 0], [0, 255, 0]), Enums.Direction.Vertical)
            .Mutate(image => image.Set(GValue.GIntType, "page-height", Height));

    private static Image TwoTone(double[] left, double[] right, Enums.BandFormat format = Enums.BandFormat.Uchar)
    {
        var half = Image.Black(Width / 2, Height).Cast(format);
        return Half(left).Join(Half(right), Enums.Direction.Horizontal);

        Image Half(double[] color) =>
            half.NewFromImage(color).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
