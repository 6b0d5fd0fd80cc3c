using Kindred.Images;

namespace Kindred.Interactions.Batches;

/// <summary>Finds the pictures that records name, by any name of an image or by the SHA-256 of a file.</summary>
/// <param name="images">The library's images.</param>
/// <param name="remembered">Contents that the library remembers interactions with, whether or not it has them now.</param>
internal sealed class PictureFinder(ImageNames images, IReadOnlySet<ContentHash> remembered)
{
    /// <summary>Finds a picture.</summary>
    /// <returns>The picture; <see langword="null"/> where the library has none of that name.</returns>
    /// <exception cref="KindredException">Several images are called that.</exception>
    public ChosenPicture? Find(string picture, string? name)
    {
        if (ContentHash.TryParse(picture, out var content))
        {
            var path = images.FindByContent(content)?.Path;
            return path is not null || remembered.Contains(content) ? new ChosenPicture(content, name ?? path ?? picture) : null;
        }

        return images.Find(picture) is { } image ? new ChosenPicture(image.Content, image.Path) : null;
    }
}
