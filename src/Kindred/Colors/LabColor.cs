using System.Globalization;

namespace Kindred.Colors;

/// <summary>
/// A color in CIELAB under D65, of what sRGB shows: colors that look as different as each other are about as far apart. CIE 15:2004.
/// </summary>
/// <param name="Lightness">From 0, black, to 100, white.</param>
/// <param name="A">From green, below 0, to red; between about −86 and 98.</param>
/// <param name="B">From blue, below 0, to yellow; between about −108 and 94.</param>
internal readonly record struct LabColor(float Lightness, float A, float B)
{
    private const float LightnessCounts = 0.7f;

    /// <summary>How far it is from grey.</summary>
    public float Chroma => MathF.Sqrt((A * A) + (B * B));

    /// <summary>Converts levels of 255; those outside are cut.</summary>
    public static LabColor FromRgb(float red, float green, float blue)
    {
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        var x = Root(((0.4124564f * r) + (0.3575761f * g) + (0.1804375f * b)) / 0.95047f);
        var y = Root((0.2126729f * r) + (0.7151522f * g) + (0.0721750f * b));
        var z = Root(((0.0193339f * r) + (0.1191920f * g) + (0.9503041f * b)) / 1.08883f);
        return new LabColor((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    /// <summary>Reads six hexadecimal digits, red first.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out LabColor color)
    {
        var isColor = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb) && digits.Length == 6;
        color = isColor ? FromRgb(rgb >> 16, (rgb >> 8) & 0xFF, rgb & 0xFF) : default;
        return isColor;
    }

    /// <summary>The distance to another color; lightness counts less than the rest, because light and shade are on every thing.</summary>
    public float DistanceTo(LabColor other)
    {
        var (lightness, a, b) = (LightnessCounts * (Lightness - other.Lightness), A - other.A, B - other.B);
        return MathF.Sqrt((lightness * lightness) + (a * a) + (b * b));
    }

    /// <summary>The distance of CIE 1976, in which all count the same.</summary>
    public float FullDistanceTo(LabColor other)
    {
        var (lightness, a, b) = (Lightness - other.Lightness, A - other.A, B - other.B);
        return MathF.Sqrt((lightness * lightness) + (a * a) + (b * b));
    }

    private static float Linear(float level)
    {
        var share = Math.Clamp(level / 255, 0, 1);
        return share <= 0.04045f ? share / 12.92f : MathF.Pow((share + 0.055f) / 1.055f, 2.4f);
    }

    private static float Root(float value) => value > 0.008856452f ? MathF.Cbrt(value) : (value * 7.787037f) + (16f / 116);
}
