namespace Kindred.Vision.Decoding;

/// <summary>A picture's size in pixels, as shown: after its EXIF orientation is applied.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
internal readonly record struct ImageSize(int Width, int Height);
