namespace Kindred.Layouts;

/// <summary>Where an image lies on a map of its gallery.</summary>
/// <param name="X">From −1 to 1.</param>
/// <param name="Y">From −1 to 1.</param>
public readonly record struct LayoutPosition(float X, float Y);
