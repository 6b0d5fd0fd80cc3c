using System.Numerics;

namespace Kindred.Samples.Modeling;

/// <summary>Boards, blocks and cushions, centered on the origin.</summary>
internal static class Boxes
{
    /// <summary>A box with rounded edges.</summary>
    /// <param name="width">Extent along X.</param>
    /// <param name="height">Extent along Y.</param>
    /// <param name="depth">Extent along Z.</param>
    /// <param name="round">Radius of the edges.</param>
    /// <param name="middle">Pieces the longest axis is cut into, the others in proportion: more where it shall be bent.</param>
    /// <param name="curve">Pieces half an edge's arc is cut into.</param>
    public static Solid Box(float width, float height, float depth, float round = 0.005f, int middle = 1, int curve = 1)
    {
        var half = new Vector3(width, height, depth) / 2;
        round = Math.Min(round, 0.98f * MathF.Min(half.X, MathF.Min(half.Y, half.Z)));
        float[] xs = Cuts(half.X, round, Pieces(half.X), curve), ys = Cuts(half.Y, round, Pieces(half.Y), curve),
            zs = Cuts(half.Z, round, Pieces(half.Z), curve);
        var lattice = new Dictionary<(int, int, int), int>();
        var points = new List<Vector3>();
        var faces = new List<int>();
        var core = half - new Vector3(round);

        // The longest axis is cut into all the pieces, the others in proportion.
        int Pieces(float axis) => Math.Max(1, (int)MathF.Ceiling(middle * axis / MathF.Max(half.X, MathF.Max(half.Y, half.Z))));

        int Corner(int i, int j, int k)
        {
            if (lattice.TryGetValue((i, j, k), out var index))
                return index;
            var p = new Vector3(xs[i], ys[j], zs[k]);
            var inner = Vector3.Clamp(p, -core, core);
            points.Add(inner + (Vector3.Normalize(p - inner) * round));
            return lattice[(i, j, k)] = points.Count - 1;
        }

        void Side(int us, int vs, Func<int, int, int> corner)
        {
            for (var u = 0; u < us - 1; u++)
            {
                for (var v = 0; v < vs - 1; v++)
                {
                    int a = corner(u, v), b = corner(u + 1, v), c = corner(u + 1, v + 1), d = corner(u, v + 1);
                    faces.AddRange([a, b, c, a, c, d]);
                }
            }
        }

        Side(xs.Length, ys.Length, (u, v) => Corner(u, v, zs.Length - 1));
        Side(ys.Length, xs.Length, (u, v) => Corner(v, u, 0));
        Side(zs.Length, xs.Length, (u, v) => Corner(v, ys.Length - 1, u));
        Side(xs.Length, zs.Length, (u, v) => Corner(u, 0, v));
        Side(ys.Length, zs.Length, (u, v) => Corner(xs.Length - 1, u, v));
        Side(zs.Length, ys.Length, (u, v) => Corner(0, v, u));
        return new Solid([.. points], [.. points.Select(p => AlongGrain(p, half))], [.. faces]);
    }

    /// <summary>A soft block: thick in the middle, thin at the seams.</summary>
    /// <param name="width">Extent along X.</param>
    /// <param name="height">Extent along Y.</param>
    /// <param name="depth">Extent along Z.</param>
    /// <param name="puff">How far the two largest faces swell, as a share of the thickness.</param>
    public static Solid Cushion(float width, float height, float depth, float puff = 0.25f)
    {
        var thin = MathF.Min(width, MathF.Min(height, depth));
        return Box(width, height, depth, thin * 0.42f, 6, 2).Bend(p =>
        {
            float x = 2 * p.X / width, y = 2 * p.Y / height, z = 2 * p.Z / depth;
            float bx = MathF.Max(0, 1 - (x * x)), by = MathF.Max(0, 1 - (y * y)), bz = MathF.Max(0, 1 - (z * z));
            if (thin == height)
                return p with { Y = p.Y * (1 + (puff * ((2 * MathF.Sqrt(bx * bz)) - 0.6f))) };
            if (thin == depth)
                return p with { Z = p.Z * (1 + (puff * ((2 * MathF.Sqrt(bx * by)) - 0.6f))) };
            return p with { X = p.X * (1 + (puff * ((2 * MathF.Sqrt(by * bz)) - 0.6f))) };
        });
    }

    /// <summary>A leg or post that stands on the origin and tapers from its top to its foot.</summary>
    public static Solid Post(float top, float foot, float height, float round = 0.004f) =>
        Box(top, height, top, round).Bend(p =>
        {
            var narrow = float.Lerp(foot / top, 1, (p.Y / height) + 0.5f);
            return new Vector3(p.X * narrow, p.Y + (height / 2), p.Z * narrow);
        });

    private static float[] Cuts(float half, float round, int middle, int curve)
    {
        var cuts = new float[middle + 1 + (2 * curve)];
        for (var i = 0; i < curve; i++)
        {
            var over = round * MathF.Tan(MathF.PI / 4 * (curve - i) / curve);
            cuts[i] = -(half - round) - over;
            cuts[^(i + 1)] = half - round + over;
        }

        for (var i = 0; i <= middle; i++)
            cuts[curve + i] = float.Lerp(-(half - round), half - round, (float)i / middle);
        return cuts;
    }

    private static Vector3 AlongGrain(Vector3 p, Vector3 half)
    {
        if (half.Y > half.X && half.Y > half.Z)
            return half.X > half.Z ? new Vector3(p.Y, p.X, p.Z) : new Vector3(p.Y, p.Z, p.X);
        if (half.Z > half.X)
            return half.X > half.Y ? new Vector3(p.Z, p.X, p.Y) : new Vector3(p.Z, p.Y, p.X);
        return half.Z > half.Y ? new Vector3(p.X, p.Z, p.Y) : p;
    }
}
