using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>
/// How much light reaches a point: one main light with a shadow that softens with distance (percentage-closer soft shadows, Fernando
/// 2005), and eight weak ones around the sky, whose shadows together darken what is covered.
/// </summary>
internal sealed class Lighting
{
    private const int SearchTaps = 6;
    private const int KeyTaps = 12;
    private const int SkyLights = 8;
    private static readonly Vector2[] Search = Disc(SearchTaps);
    private static readonly Vector2[] Filter = Disc(KeyTaps);
    private static readonly Vector2[] Sky = Disc(SkyLights);

    private readonly LightSetting _setting;
    private readonly ShadowMap _key;
    private readonly ShadowMap[] _sky = new ShadowMap[SkyLights];
    private readonly Vector3 _windowCenter;

    public Lighting(Mesh mesh, LightSetting setting)
    {
        Vector3[] points = [.. mesh.Positions];
        Triangle[] casters = [.. mesh.Triangles.Where(t => mesh.Materials[t.Material].CastsShadow)];
        _setting = setting;
        _key = new ShadowMap(points, casters, setting.ToKey, 512);
        _windowCenter = _key.Flatten(setting.WindowCenter);
        for (var i = 0; i < SkyLights; i++)
        {
            // Most of the sky's light comes from above; the lower directions lean to the front, where no wall stands.
            var around = float.DegreesToRadians(i < 3 ? 120 * i : -60 + (72 * (i - 3)));
            var height = float.DegreesToRadians(i < 3 ? 68 : 32);
            var direction = new Vector3(MathF.Cos(height) * MathF.Cos(around), MathF.Sin(height), MathF.Cos(height) * MathF.Sin(around));
            _sky[i] = new ShadowMap(points, casters, direction, 128);
        }
    }

    public Vector3 ToKey => _setting.ToKey;

    /// <summary>The main light that a surface receives.</summary>
    /// <param name="point">The point.</param>
    /// <param name="normal">Unit vector away from the surface.</param>
    /// <param name="turn">
    /// A unit vector that differs between neighboring pixels: it turns the pattern of samples, to spread what few of them miss.
    /// </param>
    public Vector3 KeyAt(Vector3 point, Vector3 normal, Vector2 turn)
    {
        var facing = Vector3.Dot(normal, ToKey);
        if (facing <= 0)
            return Vector3.Zero;
        var flat = _key.Flatten(point);
        var lit = _setting.Key * facing;
        if (_setting.ThroughWindow)
            lit *= 0.16f + (0.84f * Window(flat.X - _windowCenter.X, flat.Y - _windowCenter.Y));

        var bias = 0.012f + (2 * _key.Texel);
        float blockers = 0, over = 0;
        foreach (var tap in Search)
        {
            var d = Turned(tap, turn) * (0.02f + (0.10f * _setting.Softness));
            var blocker = _key.Blocker(flat, d.X, d.Y, bias);
            blockers += blocker > 0 ? 1 : 0;
            over += blocker;
        }

        if (blockers == 0)
            return lit;
        var radius = Math.Clamp(over / blockers * _setting.Softness * 0.22f, 1.2f * _key.Texel, 0.16f);
        var free = 0;
        foreach (var tap in Filter)
        {
            var d = Turned(tap, turn) * radius;
            free += _key.Blocker(flat, d.X, d.Y, bias) > 0 ? 0 : 1;
        }

        return lit * ((float)free / KeyTaps);
    }

    /// <summary>The light of the sky on a surface.</summary>
    /// <param name="point">The point.</param>
    /// <param name="normal">Unit vector away from the surface.</param>
    /// <param name="turn">As for <see cref="KeyAt"/>.</param>
    /// <param name="spread">How far around the point the sky is looked at, in meters.</param>
    public Vector3 SkyAt(Vector3 point, Vector3 normal, Vector2 turn, float spread = 0.03f)
    {
        float light = 0, open = 0;
        for (var i = 0; i < SkyLights; i++)
        {
            var map = _sky[i];
            var d = Turned(Sky[i], turn) * spread;
            if (map.Blocker(map.Flatten(point), d.X, d.Y, 0.02f + map.Texel) > 0)
                continue;
            open++;
            light += MathF.Max(0, Vector3.Dot(normal, map.ToLight) + 0.12f);
        }

        // The sum for an open, level surface is about 6.2; a little light is scattered everywhere.
        return _setting.Sky * ((light / 6.2f * 0.72f) + (open / SkyLights * 0.22f) + 0.06f);
    }

    /// <summary>The light that the floor throws back on a surface.</summary>
    public Vector3 BounceAt(Vector3 point, Vector3 normal, Vector3 floor) =>
        floor * (_setting.Sky + (0.5f * _setting.Key)) * (0.16f * (0.5f - (0.5f * normal.Y)) * MathF.Min(1, 0.35f + point.Y));

    private static Vector2 Turned(Vector2 p, Vector2 turn) => new((p.X * turn.X) - (p.Y * turn.Y), (p.X * turn.Y) + (p.Y * turn.X));

    // Points spread evenly over a disc (Vogel 1979).
    private static Vector2[] Disc(int count)
    {
        var disc = new Vector2[count];
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = MathF.SinCos(i * 2.39996f);
            disc[i] = new Vector2(cos, sin) * MathF.Sqrt((i + 0.5f) / count);
        }

        return disc;
    }

    // A window of two by three panes, with soft edges.
    private static float Window(float x, float y)
    {
        float u = (x / 1.7f) + 0.5f, v = (y / 1.9f) + 0.5f;
        if (u < -0.03f || v < -0.03f || u > 1.03f || v > 1.03f)
            return 0;
        var inside = Noise.Step(-0.03f, 0.03f, MathF.Min(u, 1 - u)) * Noise.Step(-0.03f, 0.03f, MathF.Min(v, 1 - v));
        return inside * Bar(u, 2) * Bar(v, 3);
    }

    private static float Bar(float t, int panes)
    {
        var off = MathF.Abs((t * panes) - MathF.Round(t * panes));
        return t * panes is > 0.5f && t * panes < panes - 0.5f ? Noise.Step(0.02f, 0.09f, off) : 1;
    }
}
