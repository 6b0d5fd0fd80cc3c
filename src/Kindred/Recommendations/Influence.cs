using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>A like's part in a recommendation.</summary>
/// <param name="Like">The like.</param>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Source">Why the like speaks for the picture.</param>
public readonly record struct Influence(ImageQuery Like, double Share, InfluenceSource Source = InfluenceSource.Looks)
{
    /// <summary>
    /// How many people like both the picture and <see cref="Like"/>; <see langword="null"/> where that is not known, and of fewer than
    /// five, of whom nothing is said.
    /// </summary>
    public int? People { get; init; }
}
