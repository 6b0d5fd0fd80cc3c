using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>Smooth random numbers over space: the grain of wood, the mottle of cloth, the creases of a blanket.</summary>
internal static class Noise
{
    private const int Size = 32;
    private const int Mask = Size - 1;
    private static readonly float[] Lattice = Fill();

    /// <summary>Trilinear value noise of [-1, 1], one cell per unit, repeating every 32 units.</summary>
    public static float At(float x, float y, float z)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y), fz = MathF.Floor(z);
        int x0 = (int)fx & Mask, y0 = (int)fy & Mask, z0 = (int)fz & Mask;
        int x1 = (x0 + 1) & Mask, y1 = ((y0 + 1) & Mask) * Size, z1 = ((z0 + 1) & Mask) * Size * Size;
        y0 *= Size;
        z0 *= Size * Size;
        float u = Ease(x - fx), v = Ease(y - fy), w = Ease(z - fz);
        var near = Mix(Mix(Lattice[x0 + y0 + z0], Lattice[x1 + y0 + z0], u), Mix(Lattice[x0 + y1 + z0], Lattice[x1 + y1 + z0], u), v);
        var far = Mix(Mix(Lattice[x0 + y0 + z1], Lattice[x1 + y0 + z1], u), Mix(Lattice[x0 + y1 + z1], Lattice[x1 + y1 + z1], u), v);
        return Mix(near, far, w);
    }

    public static float At(Vector3 p) => At(p.X, p.Y, p.Z);

    /// <summary>Three octaves of noise, of about [-1, 1].</summary>
    public static float Fractal(Vector3 p) => (At(p) * 0.57f) + (At(p * 2.03f) * 0.28f) + (At(p * 4.11f) * 0.15f);

    /// <summary>A number of [0, 1) that depends on two whole numbers: the tint of one plank or one brick.</summary>
    public static float Cell(int x, int y)
    {
        var h = ((uint)x * 0x9E3779B1u) ^ ((uint)y * 0x85EBCA77u);
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return (h ^ (h >> 15)) * (1f / 4294967296f);
    }

    /// <summary>0 below the first edge, 1 above the second, smooth between.</summary>
    public static float Step(float low, float high, float value) => Ease(Math.Clamp((value - low) / (high - low), 0, 1));

    private static float Ease(float t) => t * t * (3 - (2 * t));

    private static float Mix(float a, float b, float t) => a + ((b - a) * t);

    private static float[] Fill()
    {
        var dice = new Dice(7);
        var lattice = new float[Size * Size * Size];
        for (var i = 0; i < lattice.Length; i++)
            lattice[i] = dice.Between(-1, 1);
        return lattice;
    }
}
