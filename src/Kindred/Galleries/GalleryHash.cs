using System.Security.Cryptography;
using System.Text;
using Kindred.Images;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>Computes the state of a gallery image by image, so that the images need not all be in memory.</summary>
internal sealed class GalleryHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds the next image, in the order of paths.</summary>
    public void Add(Image image)
    {
        _hash.AppendData(image.Content.ToByteArray());
        _hash.AppendData(Encoding.UTF8.GetBytes((image.Label ?? "") + "\n"));
    }

    /// <summary>The state of the gallery whose images were added.</summary>
    /// <param name="nearDuplicateGroups">A number for each image that its near-duplicates share.</param>
    /// <param name="space">How its space was made.</param>
    /// <param name="version">Number of the fit.</param>
    public GalleryState Complete(IReadOnlyList<int> nearDuplicateGroups, SpaceKind space, int version)
    {
        foreach (var group in nearDuplicateGroups)
            _hash.AppendData(BitConverter.GetBytes(group));
        return new GalleryState(space.ToString(), version, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose() => _hash.Dispose();
}
