using Kindred.Images;

namespace Kindred.Storage;

/// <summary>
/// A place in the order of a library's images, by path, then folder: behind the image of this name, whether or not it is still there.
/// </summary>
/// <param name="Path">The image's path in its folder.</param>
/// <param name="Folder">Absolute path of the folder.</param>
internal readonly record struct ImageCursor(string Path, string Folder)
{
    /// <summary>The place behind an image.</summary>
    public static ImageCursor Behind(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageCursor(image.Path, image.Folder);
    }
}
