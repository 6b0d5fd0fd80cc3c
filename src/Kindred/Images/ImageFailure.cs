namespace Kindred.Images;

/// <summary>A file that could not become an image of the library.</summary>
/// <param name="Folder">Absolute path of the gallery folder.</param>
/// <param name="Path">Path inside the folder, with forward slashes.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Bytes">Size of the file when it failed.</param>
/// <param name="Modified">
/// When the file had last changed (UTC). The file is tried again once size or time differ; <see cref="DateTime.MinValue"/> where the
/// fault may pass without the file changing, so that it is tried every time.
/// </param>
public sealed record ImageFailure(string Folder, string Path, string Reason, long Bytes, DateTime Modified);
