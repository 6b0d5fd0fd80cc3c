namespace Kindred.Images.Sources;

/// <summary>What is in a gallery folder, or in a part of it.</summary>
/// <param name="Files">The pictures, in ordinal order of their paths; no two have the same.</param>
/// <param name="Problems">Path and reason of what looks like a picture and cannot be one, in the same order.</param>
/// <param name="Unlisted">Parts (with a slash at the end) that could not be listed: nothing is known of what is in them.</param>
internal sealed record FolderListing(
    IReadOnlyList<ScannedFile> Files, IReadOnlyList<(string Path, string Reason)> Problems, IReadOnlyList<string> Unlisted);
