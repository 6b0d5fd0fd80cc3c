using Kindred.Recommendations;

namespace Kindred.Libraries;

/// <summary>Keeps what scores mean in a library: measured anew whenever its pictures, its space or its copies change, and stored.</summary>
internal sealed class Calibrating(ILibraryStore store)
{
    /// <summary>What scores of a gallery are held against.</summary>
    public async Task<NeighborScores> CurrentAsync(Gallery gallery, CancellationToken cancellationToken)
    {
        var basis = GalleryBasis.Of(gallery);
        if (await store.ReadCalibrationAsync(cancellationToken) is var (fittedTo, scores) && fittedTo == basis)
            return scores;
        var measured = NeighborScores.Measure(gallery.Index, gallery.CopyGroups);
        if (!store.IsReadOnly)
            await store.WriteCalibrationAsync(basis, measured, cancellationToken);
        return measured;
    }
}
