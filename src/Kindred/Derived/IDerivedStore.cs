using Kindred.Evaluation;
using Kindred.Layouts;
using Kindred.Recommendations;
using Kindred.Spaces;

namespace Kindred.Derived;

/// <summary>What was computed from a library and can be computed again.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="KindredException"/>s that name the library.</remarks>
public interface IDerivedStore
{
    /// <summary>What scores mean in the library, and what that was measured on; <see langword="null"/> where nothing was measured yet.</summary>
    Task<(string FittedTo, NeighborScores Scores)?> ReadCalibrationAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what scores mean in the library.</summary>
    Task WriteCalibrationAsync(string fittedTo, NeighborScores scores, CancellationToken cancellationToken = default);

    /// <summary>The last evaluation, its figures in their order; <see langword="null"/> where there was none, or with another model.</summary>
    Task<LastEvaluation?> ReadEvaluationAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the last evaluation.</summary>
    Task WriteEvaluationAsync(LastEvaluation evaluation, CancellationToken cancellationToken = default);

    /// <summary>The map, and what state of the gallery it is of; <see langword="null"/> where none was computed yet.</summary>
    Task<(string FittedTo, GalleryLayout Map)?> ReadLayoutAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the map.</summary>
    Task WriteLayoutAsync(string fittedTo, GalleryLayout map, CancellationToken cancellationToken = default);

    /// <summary>The space that was fitted last; <see langword="null"/> where none was.</summary>
    Task<FittedSpace?> ReadSpaceAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the fitted space.</summary>
    Task WriteSpaceAsync(FittedSpace space, CancellationToken cancellationToken = default);
}
