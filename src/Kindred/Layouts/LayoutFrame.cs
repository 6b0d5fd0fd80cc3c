using System.Numerics;

namespace Kindred.Layouts;

/// <summary>
/// Brings a layout into the square from −1 to 1, the same scale both ways. The frame is laid around all but the outermost hundredth on
/// each side, so that a few that lie far off do not squeeze the rest; those are drawn in to the rim, and keep their order.
/// </summary>
internal static class LayoutFrame
{
    /// <summary>Share of the images beyond the frame on each side.</summary>
    private const double Outside = 0.01;

    /// <summary>Half the width of the frame; the rim is what remains to 1.</summary>
    private const float Half = 0.92f;

    /// <summary>Brings positions into the square.</summary>
    public static IEnumerable<LayoutPosition> Fit(IReadOnlyList<Vector2> positions)
    {
        if (positions.Count == 0)
            return [];
        var (left, right) = Range([.. positions.Select(position => position.X)]);
        var (bottom, top) = Range([.. positions.Select(position => position.Y)]);
        var center = new Vector2((left + right) / 2, (bottom + top) / 2);
        var extent = Math.Max(right - left, top - bottom) / 2;
        var scale = extent > 0 ? Half / extent : 0;
        return positions.Select(position =>
        {
            var framed = (position - center) * scale;
            return new LayoutPosition(DrawIn(framed.X), DrawIn(framed.Y));
        });
    }

    /// <summary>The range that holds all but the outermost.</summary>
    private static (float Low, float High) Range(float[] values)
    {
        Array.Sort(values);
        var outside = (int)(values.Length * Outside);
        return (values[outside], values[^(outside + 1)]);
    }

    /// <summary>
    /// Leaves what is inside the frame, and brings the rest between the frame and 1: straight on at the frame, and never past 1.
    /// </summary>
    private static float DrawIn(float value)
    {
        var beyond = Math.Abs(value) - Half;
        if (beyond <= 0)
            return value;
        const float Rim = 1 - Half;
        return MathF.CopySign(Half + (Rim * beyond / (beyond + Rim)), value);
    }
}
