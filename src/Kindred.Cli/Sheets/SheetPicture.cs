using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>A decoded thumbnail. Files are decoded by the caller, so that nothing untrusted reaches the drawing library's codecs.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Red, green and blue, 8 bits each, row by row: 3 × width × height bytes.</param>
internal sealed record SheetPicture(int Width, int Height, byte[] Rgb)
{
    /// <summary>The same for the drawing library.</summary>
    public SKImage ToImage()
    {
        var rgba = new byte[Width * Height * 4];
        for (int from = 0, to = 0; to < rgba.Length; from += 3, to += 4)
        {
            Rgb.AsSpan(from, 3).CopyTo(rgba.AsSpan(to));
            rgba[to + 3] = 255;
        }

        return SKImage.FromPixelCopy(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
    }
}
