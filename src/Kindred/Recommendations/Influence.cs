using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>A like's part in a recommendation.</summary>
/// <param name="Like">The like.</param>
/// <param name="Share">From 0 to 1.</param>
public readonly record struct Influence(ImageQuery Like, double Share);
