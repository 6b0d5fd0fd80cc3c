using System.Numerics;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Modeling;

/// <summary>Wood, cloth, leather, metal and the like, in any color.</summary>
internal static class Finishes
{
    public static Material Wood(Vector3 light, float contrast = 0.45f, float gloss = 0.18f) =>
        new(p =>
        {
            var rings = Noise.At(p.X * 1.7f, p.Y * 34, p.Z * 34);
            var wave = MathF.Sin((p.Y * 70) + (p.Z * 40) + (4 * Noise.At(p.X * 2.3f, p.Y * 9, p.Z * 9)));
            var pores = Noise.At(p.X * 14, p.Y * 240, p.Z * 240);
            return light * (1 - (contrast * (0.28f + (0.22f * rings) + (0.16f * wave) + (0.12f * pores))));
        })
        { Gloss = gloss, Sharpness = 26 };

    public static Material Paint(Vector3 color, float gloss = 0.2f) =>
        new(p => color * (1 + (0.03f * Noise.At(p * 7)))) { Gloss = gloss, Sharpness = 30 };

    public static Material Cloth(Vector3 color, float coarse = 1) =>
        new(p => color * Weave(p, coarse)) { Sheen = 0.35f, Bump = 0.10f * coarse, BumpScale = 38 };

    public static Material Velvet(Vector3 color) =>
        new(p => color * (0.95f + (0.14f * Noise.Fractal(p * 9)))) { Sheen = 1.3f, Bump = 0.05f, BumpScale = 14 };

    public static Material Boucle(Vector3 color) =>
        new(p => color * (0.9f + (0.2f * Noise.At(p * 130)))) { Sheen = 0.3f, Bump = 0.4f, BumpScale = 110 };

    /// <summary>Cloth with a pattern of two colors.</summary>
    public static Material Patterned(Vector3 ground, Vector3 figure, Func<Vector3, float> pattern) =>
        new(p => Vector3.Lerp(ground, figure, pattern(p)) * Weave(p, 0.8f)) { Sheen = 0.3f, Bump = 0.08f, BumpScale = 38 };

    public static Material Leather(Vector3 color) =>
        new(p => color * (0.94f + (0.13f * Noise.Fractal(p * 8)))) { Gloss = 0.30f, Sharpness = 16, Bump = 0.10f, BumpScale = 45 };

    public static Material Metal(Vector3 color, float mirror = 0.8f) =>
        new(_ => color) { Mirror = mirror, Gloss = 0.9f, Sharpness = 60 };

    public static Material Plastic(Vector3 color) =>
        new(p => color * (1 + (0.02f * Noise.At(p * 9)))) { Gloss = 0.35f, Sharpness = 40 };

    public static Material Glass(Vector3 tint) =>
        new(_ => tint) { SeeThrough = true, CastsShadow = false, Gloss = 1, Sharpness = 90, Mirror = 0.25f };

    /// <summary>Woven cane, rush or cord: bands that cross over and under.</summary>
    public static Material Woven(Vector3 color, float pitch = 0.016f) =>
        new(p =>
        {
            float u = p.X / pitch, v = p.Y / pitch;
            var over = ((int)MathF.Floor(u) + (int)MathF.Floor(v)) % 2 == 0;
            var strand = MathF.Abs(MathF.Sin(MathF.PI * (over ? u : v)));
            return color * (0.62f + (0.42f * strand) + (0.08f * Noise.At(p * 60)));
        })
        { Gloss = 0.05f };

    /// <summary>The net of an office chair's back.</summary>
    public static Material Net(Vector3 color) =>
        new(p => color * (0.8f + (0.35f * MathF.Abs(MathF.Sin(p.X * 330) * MathF.Sin(p.Y * 330))))) { SeeThrough = true, Sheen = 0.4f };

    public static Material Marble(Vector3 ground, Vector3 vein) =>
        new(p =>
        {
            var turbulence = Noise.Fractal(p * 3);
            var line = MathF.Abs(MathF.Sin((p.X * 3) + (p.Y * 5) + (5 * turbulence)));
            return Vector3.Lerp(vein, ground, MathF.Min(1, 0.35f + (1.7f * line))) * (0.97f + (0.05f * turbulence));
        })
        { Gloss = 0.55f, Sharpness = 80 };

    public static Material Concrete(Vector3 color) =>
        new(p => color * (0.96f + (0.10f * Noise.Fractal(p * 5)) + (0.05f * Noise.At(p * 90)))) { Bump = 0.05f, BumpScale = 60 };

    public static Material Lamp(Vector3 color, float glow = 1.1f) => new(_ => color) { Glow = glow, CastsShadow = false };

    private static float Weave(Vector3 p, float coarse)
    {
        var threads = MathF.Sin(p.X * 700 / coarse) * MathF.Sin(p.Y * 700 / coarse);
        return 0.97f + (0.05f * threads) + (0.07f * Noise.At(p * (160 / coarse))) + (0.04f * Noise.At(p * 11));
    }
}
