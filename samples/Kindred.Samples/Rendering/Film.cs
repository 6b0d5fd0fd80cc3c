using System.Numerics;
using Kindred.Samples.Modeling;

namespace Kindred.Samples.Rendering;

/// <summary>From light to 8-bit pixels.</summary>
internal static class Film
{
    private const int Steps = 4096;
    private static readonly byte[] Curve =
        [.. Enumerable.Range(0, (2 * Steps) + 1).Select(i => LinearColor.ToByte(Rolled((float)i / Steps)))];

    private static readonly Vector2[] Turns =
        [.. Enumerable.Range(0, 256).Select(i => new Vector2(MathF.Cos(i * MathF.Tau / 256), MathF.Sin(i * MathF.Tau / 256)))];

    /// <summary>A direction for every pixel, unlike its neighbors' (interleaved gradient noise, Jimenez 2014).</summary>
    public static Vector2 Turn(int x, int y)
    {
        var f = (0.06711056f * x) + (0.00583715f * y);
        f = 52.9829189f * (f - MathF.Floor(f));
        return Turns[(int)((f - MathF.Floor(f)) * 256) & 255];
    }

    /// <summary>Writes a pixel as RGBA.</summary>
    /// <param name="color">Its light.</param>
    /// <param name="grain">What the sensor's noise adds, in 8-bit steps.</param>
    /// <param name="pixel">Four bytes.</param>
    public static void Develop(Vector3 color, float grain, Span<byte> pixel)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            var light = Math.Clamp(color[channel], 0, 2);
            pixel[channel] = (byte)Math.Clamp(Curve[(int)(light * Steps)] + grain + 0.5f, 0, 255);
        }

        pixel[3] = 255;
    }

    // Highlights roll off above 0.7, as on film, rather than clip.
    private static float Rolled(float light) => light <= 0.7f ? light : 0.7f + (0.3f * (1 - MathF.Exp((0.7f - light) / 0.3f)));
}
