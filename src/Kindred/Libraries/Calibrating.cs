using System.Security.Cryptography;
using Kindred.Recommendations;

namespace Kindred.Libraries;

/// <summary>Keeps what scores mean in a library: measured anew whenever its pictures, its space or its copies change, and stored.</summary>
internal sealed class Calibrating(ILibraryStore store)
{
    /// <summary>What scores of a gallery are held against.</summary>
    public async Task<NeighborScores> CurrentAsync(Gallery gallery, CancellationToken cancellationToken)
    {
        var basis = BasisOf(gallery);
        if (await store.ReadCalibrationAsync(cancellationToken) is var (fittedTo, scores) && fittedTo == basis)
            return scores;
        var measured = NeighborScores.Measure(gallery.Index, gallery.CopyGroups);
        if (!store.IsReadOnly)
            await store.WriteCalibrationAsync(basis, measured, cancellationToken);
        return measured;
    }

    private static string BasisOf(Gallery gallery)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in gallery.Images)
            hash.AppendData(image.Content.ToByteArray());
        foreach (var group in gallery.CopyGroups)
            hash.AppendData(BitConverter.GetBytes(group));
        return $"{gallery.Space.Kind} {gallery.Space.Version} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
