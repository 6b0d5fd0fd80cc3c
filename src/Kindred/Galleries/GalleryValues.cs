using Kindred.Derived;
using Kindred.Layouts;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>The kinds of values that a library stores of its whole gallery.</summary>
internal static class GalleryValues
{
    /// <summary>What scores say.</summary>
    public static DerivedKind<GalleryState, Confidence> Confidence { get; } = new(
        "calibration", isShown: false, GalleryJson.Default.GalleryState, confidence => FloatBytes.Write(confidence.Write()),
        (_, bytes) => Spaces.Confidence.Read(FloatBytes.Read(bytes.Span)));

    /// <summary>The layout of the gallery in the plane.</summary>
    public static DerivedKind<GalleryState, GalleryLayout> Layout { get; } = new(
        "layout", isShown: false, GalleryJson.Default.GalleryState, layout => layout.Write(),
        (_, bytes) => GalleryLayout.Read(bytes.Span));
}
