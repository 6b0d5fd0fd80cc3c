using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>Colors as linear light, red, green and blue of [0, 1]: what shading may add and multiply.</summary>
internal static class LinearColor
{
    /// <summary>The linear form of a color written as <c>0xRRGGBB</c> in sRGB.</summary>
    public static Vector3 Of(int rgb) => new(ToLinear(rgb >> 16 & 255), ToLinear(rgb >> 8 & 255), ToLinear(rgb & 255));

    /// <summary>How far apart two colors look: a distance between their gamma-encoded forms.</summary>
    public static float Distance(Vector3 a, Vector3 b) => Vector3.Distance(Vector3.SquareRoot(a), Vector3.SquareRoot(b));

    /// <summary>The 8-bit sRGB value of a linear one.</summary>
    public static byte ToByte(float linear)
    {
        var encoded = linear <= 0.0031308f ? 12.92f * linear : (1.055f * MathF.Pow(linear, 1 / 2.4f)) - 0.055f;
        return (byte)Math.Clamp((encoded * 255) + 0.5f, 0, 255);
    }

    private static float ToLinear(int value)
    {
        var v = value / 255f;
        return v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);
    }
}
