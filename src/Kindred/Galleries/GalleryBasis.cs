using System.Security.Cryptography;
using System.Text;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>
/// Names the state of a gallery in one line: what was measured or computed on it holds as long as the line stays the same. The model has no part in it;
/// a store drops everything when that changes.
/// </summary>
internal static class GalleryBasis
{
    /// <summary>The basis of a gallery in memory.</summary>
    public static string Of(Gallery gallery) => Of(gallery.Images, gallery.NearDuplicateGroups, gallery.Space.Kind, gallery.Space.Version);

    /// <summary>The basis of a gallery that need not be in memory.</summary>
    /// <param name="images">Its images, by path.</param>
    /// <param name="nearDuplicateGroups">A number for each image that its copies share.</param>
    /// <param name="kind">How its space was made.</param>
    /// <param name="version">Number of the fit.</param>
    public static string Of(IReadOnlyList<Image> images, IReadOnlyList<int> nearDuplicateGroups, SpaceKind kind, int version)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            hash.AppendData(image.Content.ToByteArray());
            hash.AppendData(Encoding.UTF8.GetBytes((image.Label ?? "") + "\n"));
        }

        foreach (var group in nearDuplicateGroups)
            hash.AppendData(BitConverter.GetBytes(group));
        return $"{kind} {version} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
