using Kindred.Images.Sources;

namespace Kindred.Images;

/// <summary>One picture of a library: a file in a gallery folder, and what is known of it.</summary>
/// <param name="Id">Its number in the library.</param>
/// <param name="Folder">Absolute path of the gallery folder it was found in, or the address of one elsewhere.</param>
/// <param name="Path">Its name: the path inside <paramref name="Folder"/>, with forward slashes.</param>
/// <param name="Content">SHA-256 of the file.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Modified">When the file last changed, as the file system says.</param>
/// <param name="Width">Pixels, as it is shown (after EXIF orientation).</param>
/// <param name="Height">Pixels, as it is shown.</param>
public sealed record Image(
    ImageId Id, string Folder, string Path, ContentHash Content, long Bytes, DateTime Modified, int Width, int Height)
{
    /// <summary>What the gallery's own order calls the picture, or <see langword="null"/>; see <see cref="ImageLabel"/>.</summary>
    public string? Label { get; } = ImageLabel.FromPath(Path);

    /// <summary>
    /// Absolute path of the file. Where <see cref="Folder"/> is an address, the address of the file; of one in a list the list's, with
    /// <see cref="Path"/> behind <c>#</c>.
    /// </summary>
    public string File => FolderName.FileOf(Folder, Path);
}
