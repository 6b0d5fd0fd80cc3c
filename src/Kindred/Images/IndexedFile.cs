namespace Kindred.Images;

/// <summary>A picture's file as it was when it was indexed.</summary>
/// <param name="Folder">Absolute path of the gallery folder.</param>
/// <param name="Path">Path inside the folder, with forward slashes.</param>
/// <param name="Content">SHA-256 of the file.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Modified">When the file last changed (UTC).</param>
internal sealed record IndexedFile(string Folder, string Path, ContentHash Content, long Bytes, DateTime Modified);
