using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Abuse.Files.Fuzz;

/// <summary>Small pictures in every form that Kindred decodes, to be mutated. They are the same every time.</summary>
internal static class SeedPictures
{
    private const int Width = 48;
    private const int Height = 36;

    /// <summary>Draws all.</summary>
    /// <returns>Forms, and their files.</returns>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Draw()
    {
        LibVips.Initialize();
        using var color = Detailed();
        using var grey = color.Colourspace(Enums.Interpretation.Bw);
        using var deep = (color * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        using var ramp = color.ExtractBand(0);
        using var transparent = color.Bandjoin(ramp);
        using var frames = color.Join(color.Invert(), Enums.Direction.Vertical)
            .Mutate(image => image.Set(GValue.GIntType, "page-height", Height));
        using var sideways = color.Mutate(image => image.Set(GValue.GIntType, "orientation", 6));
        using var profiled = color.IccTransform("p3");
        return
        [
            ("jpg", color.JpegsaveBuffer()),
            ("progressive.jpg", color.JpegsaveBuffer(interlace: true)),
            ("grey.jpg", grey.JpegsaveBuffer()),
            ("cmyk.jpg", color.Colourspace(Enums.Interpretation.Cmyk).JpegsaveBuffer()),
            ("sideways.jpg", sideways.JpegsaveBuffer()),
            ("profiled.jpg", profiled.JpegsaveBuffer(keep: Enums.ForeignKeep.Icc)),
            ("restarts.jpg", color.JpegsaveBuffer(restartInterval: 2, subsampleMode: Enums.ForeignSubsample.Off)),
            ("png", color.PngsaveBuffer()),
            ("interlaced.png", color.PngsaveBuffer(interlace: true)),
            ("palette.png", color.PngsaveBuffer(palette: true)),
            ("onebit.png", grey.PngsaveBuffer(bitdepth: 1)),
            ("deep.png", deep.PngsaveBuffer(bitdepth: 16)),
            ("transparent.png", transparent.PngsaveBuffer()),
            ("profiled.png", profiled.PngsaveBuffer(keep: Enums.ForeignKeep.Icc)),
            ("webp", color.WebpsaveBuffer()),
            ("lossless.webp", color.WebpsaveBuffer(lossless: true)),
            ("transparent.webp", transparent.WebpsaveBuffer()),
            ("animated.webp", frames.WebpsaveBuffer()),
            ("gif", color.GifsaveBuffer()),
            ("animated.gif", frames.GifsaveBuffer()),
            ("interlaced.gif", color.GifsaveBuffer(interlace: true)),
            ("tif", color.TiffsaveBuffer()),
            ("lzw.tif", color.TiffsaveBuffer(
                compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal)),
            ("deflate.tif", deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate)),
            ("jpeg.tif", color.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg)),
            ("packbits.tif", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits)),
            ("fax.tif", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1)),
            ("tiles.tif", color.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16)),
            ("pyramid.tif", color.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16, pyramid: true)),
            ("big.tif", color.TiffsaveBuffer(bigtiff: true)),
            ("float.tif", color.Cast(Enums.BandFormat.Float).TiffsaveBuffer()),
            ("avif", color.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 1)),
            ("lossless.avif", color.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 1, lossless: true)),
            ("transparent.avif", transparent.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 1)),
        ];
    }

    /// <summary>Smooth in places, with edges in others, so that every part of a decoder has something to do.</summary>
    private static Image Detailed()
    {
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (pixel, band) = Math.DivRem(i, 3);
            var (y, x) = Math.DivRem(pixel, Width);
            var wave = Math.Sin((x * (0.05 + (0.03 * band))) + (y * 0.11)) + Math.Sin(x * y * 0.002 * (band + 1));
            rgb[i] = (byte)Math.Clamp(98 + (wave * 49) + (((x / 13) + (y / 17)) % 2 * 60), 0, 255);
        }

        return Image.NewFromMemoryCopy(rgb, Width, Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
