using NetVips;

namespace Kindred.Tests.Fixtures;

/// <summary>
/// Small files that hold a picture of many pixels, in a form that must be decoded as a whole: bombs, as they are called.
/// </summary>
internal static class LargePictures
{
    /// <summary>The kinds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "interlaced.png", "interlaced16.png", "transparent16.png", "progressive.jpg", "lossless.webp", "lossy.webp", "frame.gif",
        "strips.tif", "tiles.tif", "plain.avif",
    ];

    /// <summary>Writes one.</summary>
    /// <param name="folder">Where to; its name is its kind.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="side">Pixels along each side.</param>
    public static void Write(string folder, string kind, int side)
    {
        using var color = (Image.Black(side, side, bands: 3) + new double[] { 180, 60, 30 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        var path = Path.Combine(folder, kind);
        switch (kind)
        {
            case "interlaced.png":
                color.Pngsave(path, interlace: true, compression: 1);
                break;
            case "interlaced16.png":
                Deep(color).Pngsave(path, interlace: true, bitdepth: 16, compression: 1);
                break;
            case "transparent16.png":
                Deep(color).Bandjoin(65_535).Copy(interpretation: Enums.Interpretation.Rgb16)
                    .Pngsave(path, interlace: true, bitdepth: 16, compression: 1);
                break;
            case "progressive.jpg":
                color.Jpegsave(path, interlace: true, subsampleMode: Enums.ForeignSubsample.Off);
                break;
            case "lossless.webp":
                color.Webpsave(path, lossless: true, effort: 0);
                break;
            case "lossy.webp":
                color.Webpsave(path, effort: 0);
                break;
            case "frame.gif":
                color.Gifsave(path, effort: 1);
                break;
            case "strips.tif":
                color.Tiffsave(path, compression: Enums.ForeignTiffCompression.Deflate);
                break;
            case "tiles.tif":
                color.Tiffsave(path, compression: Enums.ForeignTiffCompression.Deflate, tile: true, tileWidth: 2_048, tileHeight: 2_048);
                break;
            default:
                color.Heifsave(path, compression: Enums.ForeignHeifCompression.Av1, effort: 0);
                break;
        }
    }

    private static Image Deep(Image color) =>
        (color * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
}
