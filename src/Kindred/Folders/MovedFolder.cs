namespace Kindred.Folders;

/// <summary>A gallery folder that is gone, and whose images were found in another.</summary>
/// <param name="From">Its absolute path.</param>
/// <param name="Images">How many of its images were found.</param>
/// <param name="Left">How many were not; the library keeps them.</param>
internal sealed record MovedFolder(string From, int Images, int Left);
