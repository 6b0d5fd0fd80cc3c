using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Decoding;

/// <summary>
/// How much memory a decoder takes for a picture, told from its header. A little more than was measured for each kind
/// (docs/security.md), since what is refused or waits for nothing is the smaller harm.
/// </summary>
internal static class DecodingMemory
{
    // Rows of the picture that shrinking holds: a kernel's reach, and libvips's strips, twice.
    private const int RowsHeld = 1_500;

    private const long Least = 1 << 20;

    /// <summary>Bytes at most.</summary>
    /// <param name="format">The file's format.</param>
    /// <param name="header">The picture, nothing of it decoded.</param>
    /// <param name="shrink">How many times smaller it is to be along a side.</param>
    public static long Of(ImageFormat format, VipsImage header, double shrink)
    {
        var row = (long)header.Width * header.Bands * BytesOf(header.Format);
        var pixels = (long)header.Width * header.Height;
        var strips = Math.Min(row * RowsHeld, 2 * row * header.Height);
        return Least + strips + Whole(format, header, row, pixels, shrink);
    }

    // What stays in memory for as long as the picture is decoded, because the format or its library will not have it otherwise.
    private static long Whole(ImageFormat format, VipsImage header, long row, long pixels, double shrink)
    {
        // Coefficients of 16 bits, of all scans together.
        if (format == ImageFormat.Jpeg)
            return IsInterlaced(header) ? 2 * header.Bands * pixels : 0;
        if (format == ImageFormat.Png)
            return IsInterlaced(header) ? row * header.Height : 0;
        // One frame of four bytes a pixel, and the result of the same.
        if (format == ImageFormat.WebP)
            return (5 * pixels) + (long)(5 * pixels / Math.Max(1, shrink * shrink));
        // The canvas, the frame drawn on it and a copy in the order of rows.
        if (format == ImageFormat.Gif)
            return 6 * pixels;
        // Rows of tiles; where there are none, strips of unknown height, which may be the picture.
        if (format == ImageFormat.Tiff)
            return header.GetTypeOf("tile-height") == 0 ? row * header.Height : 4 * row * TileHeight(header);
        // Planes of 16 bits, the frames the codec refers to, and the result.
        return (Depth(header) > 8 ? 40 : 24) * pixels;
    }

    private static bool IsInterlaced(VipsImage header) => header.GetTypeOf("interlaced") != 0;

    private static int TileHeight(VipsImage header) => (int)header.Get("tile-height");

    private static int Depth(VipsImage header) => header.GetTypeOf("bits-per-sample") == 0 ? 8 : (int)header.Get("bits-per-sample");

    private static int BytesOf(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 1,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 2,
        Enums.BandFormat.Uint or Enums.BandFormat.Int or Enums.BandFormat.Float => 4,
        Enums.BandFormat.Dpcomplex => 16,
        _ => 8,
    };
}
