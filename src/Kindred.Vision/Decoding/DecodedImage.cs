namespace Kindred.Vision.Decoding;

/// <summary>Pixels in memory: 8-bit sRGB.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Rgb">Width × Height × 3 bytes: red, green, blue; left to right, then top to bottom; no padding.</param>
internal sealed record DecodedImage(int Width, int Height, byte[] Rgb);
