using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>Keeps what scores mean in a library: measured anew whenever its pictures, its space or its copies change, and stored.</summary>
internal sealed class CalibrationCache(ILibraryStore store)
{
    /// <summary>What scores of a gallery are held against.</summary>
    public async Task<NeighborScores> CurrentAsync(Gallery gallery, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var basis = GalleryBasis.Of(gallery);
        if (await store.ReadCalibrationAsync(cancellationToken) is var (fittedTo, scores) && fittedTo == basis)
            return scores;
        progress?.Report(new StepProgress(0, gallery.Images.Count, Failed: 0) { Step = LibraryStep.Calibrating });
        var measured = NeighborScores.Measure(gallery.Index, gallery.NearDuplicateGroups);
        if (!store.IsReadOnly)
            await store.WriteCalibrationAsync(basis, measured, cancellationToken);
        return measured;
    }
}
