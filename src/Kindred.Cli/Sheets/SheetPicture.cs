namespace Kindred.Cli.Sheets;

/// <summary>A decoded thumbnail. Files are decoded by the caller, so that nothing untrusted reaches the drawing library's codecs.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Red, green and blue, 8 bits each, row by row: 3 × width × height bytes.</param>
internal sealed record SheetPicture(int Width, int Height, byte[] Rgb);
