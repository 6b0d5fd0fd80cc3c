using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>Fills triangles into a grid, which keeps at every sample the nearest one.</summary>
internal sealed class DepthBuffer(int width, int height)
{
    private readonly float[] _depth = Empty(width * height);
    private readonly int[] _triangle = new int[width * height];

    public int Width => width;

    public int Height => height;

    /// <summary>Depth of the nearest triangle, the larger the nearer, or <see cref="float.MinValue"/>.</summary>
    public ReadOnlySpan<float> Depth => _depth;

    /// <summary>One more than the nearest triangle's index, or 0 for none.</summary>
    public ReadOnlySpan<int> Triangles => _triangle;

    /// <summary>Fills one triangle.</summary>
    /// <param name="a">A corner: X and Y in samples, Z its depth, the larger the nearer.</param>
    /// <param name="b">The second corner.</param>
    /// <param name="c">The third corner.</param>
    /// <param name="id">What to keep for it: its index plus one.</param>
    /// <param name="seeThrough">Leaves out every other sample, as a checkerboard.</param>
    public void Fill(Vector3 a, Vector3 b, Vector3 c, int id, bool seeThrough = false)
    {
        var area = ((b.X - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (b.Y - a.Y));
        if (MathF.Abs(area) < 1e-9f)
            return;
        int left = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.X, MathF.Min(b.X, c.X)) - 0.5f));
        int right = Math.Min(width - 1, (int)MathF.Floor(MathF.Max(a.X, MathF.Max(b.X, c.X)) - 0.5f));
        int top = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.Y, MathF.Min(b.Y, c.Y)) - 0.5f));
        int bottom = Math.Min(height - 1, (int)MathF.Floor(MathF.Max(a.Y, MathF.Max(b.Y, c.Y)) - 0.5f));

        // Most triangles of a coarse map fall between its samples.
        if (left > right || top > bottom)
            return;

        // Shares of b and c at a sample; that of a is what is left. Both change by a constant from sample to sample.
        float bx = (c.Y - a.Y) / area, by = (a.X - c.X) / area, cx = (a.Y - b.Y) / area, cy = (b.X - a.X) / area;
        for (var y = top; y <= bottom; y++)
        {
            float px = left + 0.5f - a.X, py = y + 0.5f - a.Y;
            float shareB = (px * bx) + (py * by), shareC = (px * cx) + (py * cy);
            var row = y * width;
            for (var x = left; x <= right; x++, shareB += bx, shareC += cx)
            {
                if (shareB < -1e-5f || shareC < -1e-5f || shareB + shareC > 1.00001f || (seeThrough && ((x ^ y) & 1) == 0))
                    continue;
                var depth = a.Z + (shareB * (b.Z - a.Z)) + (shareC * (c.Z - a.Z));
                if (depth <= _depth[row + x])
                    continue;
                _depth[row + x] = depth;
                _triangle[row + x] = id;
            }
        }
    }

    private static float[] Empty(int length)
    {
        var depth = new float[length];
        Array.Fill(depth, float.MinValue);
        return depth;
    }
}
