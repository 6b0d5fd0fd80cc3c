namespace Kindred.Storage.Sharing;

/// <summary>A file of a gallery folder as it was found.</summary>
/// <param name="Path">Path inside the folder, with forward slashes.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Modified">When the file last changed (UTC).</param>
internal readonly record struct FileState(string Path, long Bytes, DateTime Modified);
