using System.Numerics;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>
/// How far apart two colors look, roughly as in CIELAB, where about 2 can just be seen side by side: levels are gamma-encoded already, so
/// that lightness and two opponent colors are sums of them.
/// </summary>
internal static class ColorDifference
{
    /// <summary>Of a difference of red, green and blue, in levels of 255.</summary>
    public static float Of(Vector3 levels)
    {
        var lightness = Luma(levels) / 2.55f;
        var redGreen = 0.35f * (levels.X - levels.Y);
        var yellowBlue = 0.2f * (levels.X + levels.Y - (2 * levels.Z));
        return MathF.Sqrt((lightness * lightness) + (redGreen * redGreen) + (yellowBlue * yellowBlue));
    }

    /// <summary>The luminance of a color, or the change of it.</summary>
    public static float Luma(Vector3 levels) => Vector3.Dot(levels, new Vector3(0.299f, 0.587f, 0.114f));
}
