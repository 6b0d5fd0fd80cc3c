namespace Kindred.Images;

/// <summary>What a name leads to: an image of the library, or a file that is none of them by its path.</summary>
/// <param name="Image">The image; <see langword="null"/> for a file from outside.</param>
/// <param name="File">Path of the file; that of a file from outside is as it was given.</param>
internal readonly record struct NamedPicture(Image? Image, string File);
