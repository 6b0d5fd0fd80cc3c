using Kindred.Derived;
using Kindred.Layouts;
using Kindred.Recommendations;

namespace Kindred.Galleries;

/// <summary>The kinds of values that a library stores of its whole gallery.</summary>
internal static class GalleryValues
{
    /// <summary>How near images are to their neighbors, by which scores are judged.</summary>
    public static DerivedKind<GalleryState, NeighborScores> Scores { get; } = new(
        "calibration", isShown: false, GalleryJson.Default.GalleryState, scores => scores.Write(),
        (_, bytes) => NeighborScores.Read(bytes.Span));

    /// <summary>The layout of the gallery in the plane.</summary>
    public static DerivedKind<GalleryState, GalleryLayout> Layout { get; } = new(
        "layout", isShown: false, GalleryJson.Default.GalleryState, layout => layout.Write(),
        (_, bytes) => GalleryLayout.Read(bytes.Span));
}
