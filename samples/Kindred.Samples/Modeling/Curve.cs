using System.Numerics;

namespace Kindred.Samples.Modeling;

/// <summary>Paths for bent wood and bent steel.</summary>
internal static class Curve
{
    /// <summary>A polyline with its corners rounded, as bent tube has.</summary>
    public static List<Vector3> Rounded(float radius, params ReadOnlySpan<Vector3> corners)
    {
        var path = new List<Vector3> { corners[0] };
        for (var i = 1; i < corners.Length - 1; i++)
        {
            Vector3 before = corners[i - 1] - corners[i], after = corners[i + 1] - corners[i];
            var reach = MathF.Min(radius, 0.49f * MathF.Min(before.Length(), after.Length()));
            Vector3 a = corners[i] + (Vector3.Normalize(before) * reach), b = corners[i] + (Vector3.Normalize(after) * reach);
            for (var step = 0; step <= 5; step++)
            {
                var t = step / 5f;
                path.Add(Vector3.Lerp(Vector3.Lerp(a, corners[i], t), Vector3.Lerp(corners[i], b, t), t));
            }
        }

        path.Add(corners[^1]);
        return path;
    }

    /// <summary>A smooth curve through the points (Catmull and Rom 1974).</summary>
    public static List<Vector3> Through(int steps, params ReadOnlySpan<Vector3> points)
    {
        var path = new List<Vector3>();
        for (var i = 0; i < points.Length - 1; i++)
        {
            Vector3 p0 = points[Math.Max(i - 1, 0)], p1 = points[i], p2 = points[i + 1], p3 = points[Math.Min(i + 2, points.Length - 1)];
            for (var step = 0; step < steps; step++)
            {
                var t = (float)step / steps;
                path.Add(0.5f * ((2 * p1) + ((p2 - p0) * t) + (((2 * p0) - (5 * p1) + (4 * p2) - p3) * t * t)
                    + (((3 * p1) - p0 - (3 * p2) + p3) * t * t * t)));
            }
        }

        path.Add(points[^1]);
        return path;
    }

    /// <summary>Part of an ellipse with half axes <paramref name="u"/> and <paramref name="v"/>, angles in degrees.</summary>
    public static List<Vector3> Arc(Vector3 center, Vector3 u, Vector3 v, float from = 0, float to = 360, int steps = 24)
    {
        var path = new List<Vector3>();
        for (var i = 0; i <= steps; i++)
        {
            var (sin, cos) = MathF.SinCos(float.DegreesToRadians(float.Lerp(from, to, (float)i / steps)));
            path.Add(center + (cos * u) + (sin * v));
        }

        return path;
    }
}
