using System.Security.Cryptography;
using System.Text;
using Kindred.Images;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>
/// The state of a gallery: what was measured or computed on it holds as long as this stays the same. The model has no part in it; a store drops everything
/// when that changes.
/// </summary>
/// <param name="Space">How the gallery's space was made.</param>
/// <param name="SpaceVersion">Number of the fit.</param>
/// <param name="Contents">A hash of its images, their labels and their near-duplicates, in hexadecimal.</param>
internal sealed record GalleryState(SpaceKind Space, int SpaceVersion, string Contents)
{
    /// <summary>The state of a gallery in memory.</summary>
    public static GalleryState Of(Gallery gallery) =>
        Of(gallery.Images, gallery.NearDuplicateGroups, gallery.Space.Kind, gallery.Space.Version);

    /// <summary>The state of a gallery that need not be in memory.</summary>
    /// <param name="images">Its images, by path.</param>
    /// <param name="nearDuplicateGroups">A number for each image that its near-duplicates share.</param>
    /// <param name="kind">How its space was made.</param>
    /// <param name="version">Number of the fit.</param>
    public static GalleryState Of(IReadOnlyList<Image> images, IReadOnlyList<int> nearDuplicateGroups, SpaceKind kind, int version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            hash.AppendData(image.Content.ToByteArray());
            hash.AppendData(Encoding.UTF8.GetBytes((image.Label ?? "") + "\n"));
        }

        foreach (var group in nearDuplicateGroups)
            hash.AppendData(BitConverter.GetBytes(group));
        return new GalleryState(kind, version, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
