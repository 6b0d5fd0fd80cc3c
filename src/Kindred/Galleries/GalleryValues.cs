using Kindred.Derived;
using Kindred.Layouts;
using Kindred.Recommendations;

namespace Kindred.Galleries;

/// <summary>What a library keeps that was computed from its whole gallery.</summary>
internal static class GalleryValues
{
    /// <summary>What scores mean.</summary>
    public static DerivedKind<GalleryState, NeighborScores> Scores { get; } = new(
        "calibration", isShown: false, GalleryJson.Default.GalleryState, scores => scores.Write(),
        (_, bytes) => NeighborScores.Read(bytes.Span));

    /// <summary>The gallery in the plane.</summary>
    public static DerivedKind<GalleryState, GalleryLayout> Layout { get; } = new(
        "layout", isShown: false, GalleryJson.Default.GalleryState, layout => layout.Write(),
        (_, bytes) => GalleryLayout.Read(bytes.Span));
}
