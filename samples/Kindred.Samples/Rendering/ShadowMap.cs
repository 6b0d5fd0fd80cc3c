using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kindred.Samples.Rendering;

/// <summary>What a far light sees of a mesh, and so what it lights (Williams 1978).</summary>
internal sealed class ShadowMap
{
    private readonly DepthBuffer _seen;
    private readonly Vector3 _across;
    private readonly Vector3 _up;
    private readonly Vector2 _low;
    private readonly float _scale;

    /// <summary>Looks at a mesh along a light.</summary>
    /// <param name="points">The mesh's corners.</param>
    /// <param name="casters">Those of its triangles that cast shadows.</param>
    /// <param name="toLight">Unit vector towards the light.</param>
    /// <param name="size">Samples along either side of the map.</param>
    public ShadowMap(Vector3[] points, Triangle[] casters, Vector3 toLight, int size)
    {
        ToLight = toLight;
        _across = Vector3.Normalize(Vector3.Cross(MathF.Abs(toLight.Y) < 0.95f ? Vector3.UnitY : Vector3.UnitX, toLight));
        _up = Vector3.Cross(toLight, _across);

        var flat = new Vector3[points.Length];
        Vector3 low = new(float.MaxValue), high = new(float.MinValue);
        for (var i = 0; i < flat.Length; i++)
            flat[i] = Flatten(points[i]);
        foreach (var triangle in casters)
        {
            var p = flat[triangle.A];
            (low, high) = (Vector3.Min(low, p), Vector3.Max(high, p));
        }

        // One corner of each triangle has been looked at; the margin takes in the others.
        _low = new Vector2(low.X, low.Y) - new Vector2(0.05f);
        Texel = (MathF.Max(high.X - low.X, high.Y - low.Y) + 0.1f) / size;
        _scale = 1 / Texel;
        var shift = new Vector3(_low, 0);
        var scale = new Vector3(_scale, _scale, 1);
        for (var i = 0; i < flat.Length; i++)
            flat[i] = (flat[i] - shift) * scale;
        _seen = new DepthBuffer(size, size);
        for (var i = 0; i < casters.Length; i++)
            _seen.Fill(flat[casters[i].A], flat[casters[i].B], flat[casters[i].C], i + 1);
    }

    public Vector3 ToLight { get; }

    /// <summary>Extent of one sample, in meters.</summary>
    public float Texel { get; }

    /// <summary>A point as the light sees it: across, up, and towards the light.</summary>
    public Vector3 Flatten(Vector3 p) => new(Vector3.Dot(p, _across), Vector3.Dot(p, _up), Vector3.Dot(p, ToLight));

    /// <summary>How far in front of a flattened point something stands in its light, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Blocker(Vector3 flat, float dx, float dy, float bias)
    {
        float x = (flat.X + dx - _low.X) * _scale, y = (flat.Y + dy - _low.Y) * _scale;
        if (!(x >= 0 && y >= 0 && x < _seen.Width && y < _seen.Height))
            return 0;
        var over = _seen.Depth[((int)y * _seen.Width) + (int)x] - flat.Z;
        return over > bias ? over : 0;
    }
}
