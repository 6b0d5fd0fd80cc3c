using System.Numerics;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Modeling;

/// <summary>Figures on cloth and paper: each says, for a point in meters, how much of the second color shows.</summary>
internal static class Patterns
{
    public static Func<Vector3, float> Any(Dice dice, float size) =>
        dice.Whole(0, 5) switch
        {
            0 => Stripes(size),
            1 => Pinstripes(size),
            2 => Check(size),
            3 => Dots(size),
            4 => Chevron(size),
            _ => Lattice(size),
        };

    public static Func<Vector3, float> Stripes(float size) => p => Soft(MathF.Sin(p.X / size * MathF.PI));

    public static Func<Vector3, float> Pinstripes(float size) => p => Soft(MathF.Sin(p.X / size * MathF.PI) - 0.75f);

    public static Func<Vector3, float> Check(float size) =>
        p => 0.5f * (Soft(MathF.Sin(p.X / size * MathF.PI)) + Soft(MathF.Sin((p.Y + p.Z) / size * MathF.PI)));

    public static Func<Vector3, float> Dots(float size) =>
        p =>
        {
            float v = (p.Y + p.Z) / size, u = (p.X / size) + (((int)MathF.Floor(v) & 1) * 0.5f);
            float du = u - MathF.Floor(u) - 0.5f, dv = v - MathF.Floor(v) - 0.5f;
            return Noise.Step(0.30f, 0.24f, MathF.Sqrt((du * du) + (dv * dv)));
        };

    public static Func<Vector3, float> Chevron(float size) =>
        p =>
        {
            var fold = p.X / size;
            fold = MathF.Abs(fold - MathF.Floor(fold) - 0.5f);
            return Soft(MathF.Sin((((p.Y + p.Z) / size) + fold) * MathF.Tau));
        };

    public static Func<Vector3, float> Lattice(float size) =>
        p =>
        {
            float u = (p.X + p.Y + p.Z) / size, v = (p.X - p.Y - p.Z) / size;
            float du = MathF.Abs(u - MathF.Round(u)), dv = MathF.Abs(v - MathF.Round(v));
            return MathF.Max(Noise.Step(0.11f, 0.06f, MathF.Min(du, dv)),
                Noise.Step(0.2f, 0.15f, MathF.Max(MathF.Abs(du - 0.5f), MathF.Abs(dv - 0.5f))));
        };

    private static float Soft(float wave) => Noise.Step(-0.15f, 0.15f, wave);
}
