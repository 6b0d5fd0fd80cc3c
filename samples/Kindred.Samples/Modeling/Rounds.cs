using System.Numerics;

namespace Kindred.Samples.Modeling;

/// <summary>Rods, bent tubes and turned pieces.</summary>
internal static class Rounds
{
    /// <summary>A straight rod from one point to another, with a radius at either end.</summary>
    public static Solid Rod(Vector3 from, Vector3 to, float radius, float? endRadius = null, int sides = 10) =>
        Tube([from, to], t => float.Lerp(radius, endRadius ?? radius, t), sides);

    public static Solid Tube(IReadOnlyList<Vector3> path, float radius, int sides = 8) => Tube(path, _ => radius, sides);

    /// <summary>A tube along a path.</summary>
    /// <param name="path">At least two points.</param>
    /// <param name="radius">The radius at a share of the path's points, 0 the first and 1 the last.</param>
    /// <param name="sides">Faces around it.</param>
    public static Solid Tube(IReadOnlyList<Vector3> path, Func<float, float> radius, int sides)
    {
        var points = new List<Vector3>();
        var grain = new List<Vector3>();
        var faces = new List<int>();
        var across = Vector3.Zero;
        var length = 0f;
        for (var i = 0; i < path.Count; i++)
        {
            var along = Vector3.Normalize(path[Math.Min(i + 1, path.Count - 1)] - path[Math.Max(i - 1, 0)]);
            // Carrying the frame along the path keeps the tube from twisting at its bends.
            across -= Vector3.Dot(across, along) * along;
            if (across.LengthSquared() < 1e-6f)
                across = Vector3.Cross(along, MathF.Abs(along.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX);
            across = Vector3.Normalize(across);
            length += i == 0 ? 0 : Vector3.Distance(path[i], path[i - 1]);
            Ring(points, grain, path[i], across, Vector3.Cross(along, across), radius((float)i / (path.Count - 1)), length, sides);
        }

        for (var i = 0; i < path.Count - 1; i++)
            Join(faces, i * sides, (i + 1) * sides, sides);
        Cap(points, grain, faces, path[0], 0, sides);
        Cap(points, grain, faces, path[^1], (path.Count - 1) * sides, sides);
        return new Solid([.. points], [.. grain], [.. faces]);
    }

    /// <summary>A piece turned about the upright axis.</summary>
    /// <param name="sides">Faces around it.</param>
    /// <param name="profile">Radius and height, from one end to the other.</param>
    public static Solid Lathe(int sides, params ReadOnlySpan<(float Radius, float Height)> profile)
    {
        var points = new List<Vector3>();
        var grain = new List<Vector3>();
        var faces = new List<int>();
        foreach (var (radius, height) in profile)
            Ring(points, grain, new Vector3(0, height, 0), Vector3.UnitX, Vector3.UnitZ, radius, height, sides);
        for (var i = 0; i < profile.Length - 1; i++)
            Join(faces, i * sides, (i + 1) * sides, sides);
        Cap(points, grain, faces, new Vector3(0, profile[0].Height, 0), 0, sides);
        Cap(points, grain, faces, new Vector3(0, profile[^1].Height, 0), (profile.Length - 1) * sides, sides);
        return new Solid([.. points], [.. grain], [.. faces]);
    }

    /// <summary>A round board that rests on the origin's plane, its edge softened.</summary>
    public static Solid Disc(float radius, float thickness, float round = 0.006f, int sides = 48)
    {
        round = MathF.Min(round, thickness / 2);
        var disc = Lathe(sides, (radius - round, 0), (radius, round), (radius, thickness - round), (radius - round, thickness));
        for (var i = 0; i < disc.Grain.Length; i++)
            disc.Grain[i] = new Vector3(disc.Points[i].X, disc.Points[i].Z, disc.Points[i].Y);
        return disc;
    }

    private static void Ring(
        List<Vector3> points, List<Vector3> grain, Vector3 center, Vector3 across, Vector3 up, float radius, float length, int sides)
    {
        for (var i = 0; i < sides; i++)
        {
            var (sin, cos) = MathF.SinCos(MathF.Tau * i / sides);
            points.Add(center + (radius * ((cos * across) + (sin * up))));
            grain.Add(new Vector3(length, cos * radius, sin * radius));
        }
    }

    private static void Join(List<int> faces, int a, int b, int sides)
    {
        for (var i = 0; i < sides; i++)
        {
            var next = (i + 1) % sides;
            faces.AddRange([a + i, a + next, b + next, a + i, b + next, b + i]);
        }
    }

    // The cap has corners of its own, so that the edge around it stays sharp.
    private static void Cap(List<Vector3> points, List<Vector3> grain, List<int> faces, Vector3 center, int ring, int sides)
    {
        var start = points.Count;
        for (var i = 0; i < sides; i++)
        {
            points.Add(points[ring + i]);
            grain.Add(grain[ring + i]);
        }

        points.Add(center);
        grain.Add(grain[ring] with { Y = 0, Z = 0 });
        for (var i = 0; i < sides; i++)
            faces.AddRange([start + i, start + ((i + 1) % sides), start + sides]);
    }
}
