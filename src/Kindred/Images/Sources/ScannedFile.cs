namespace Kindred.Images.Sources;

/// <summary>A file whose name says that it is a picture.</summary>
/// <param name="Path">Path inside the gallery folder, with forward slashes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Modified">When it last changed (UTC).</param>
internal readonly record struct ScannedFile(string Path, long Bytes, DateTime Modified);
