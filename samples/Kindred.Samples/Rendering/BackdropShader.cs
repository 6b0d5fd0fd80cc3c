using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>The color of floor, wall and sky.</summary>
internal sealed class BackdropShader
{
    private readonly Backdrop _backdrop;
    private readonly Camera _camera;
    private readonly Lighting _lighting;
    private readonly SkyCast _onFloor;
    private readonly SkyCast? _onWall;
    private readonly Vector3 _open;

    public BackdropShader(Scene scene, Lighting lighting)
    {
        _backdrop = scene.Backdrop;
        _camera = scene.Camera;
        _lighting = lighting;
        _open = (scene.Light.Key * MathF.Max(0, scene.Light.ToKey.Y)) + (scene.Light.Sky * 0.98f);
        var (low, high) = scene.Mesh.Extent();
        low -= new Vector3(0.7f);
        high += new Vector3(0.7f);
        _onFloor = new SkyCast(lighting, new(low.X, low.Z), new(high.X, high.Z), Vector3.UnitY, (x, z) => new Vector3(x, 0, z));
        if (_backdrop.Wall is not null && low.Z < _backdrop.WallZ)
            _onWall = new SkyCast(lighting, new(low.X, 0), new(high.X, high.Y), Vector3.UnitZ, (x, y) =>
                new Vector3(x, y, _backdrop.WallZ));
    }

    /// <summary>Shades what a pixel shows.</summary>
    /// <param name="x">The pixel's column.</param>
    /// <param name="y">The pixel's row.</param>
    /// <param name="turn">As for <see cref="Lighting.KeyAt"/>.</param>
    public Vector3 Shade(int x, int y, Vector2 turn)
    {
        var ray = _camera.Ray(x + 0.5f, y + 0.5f);
        var upward = ray.Y / ray.Length();
        var (surface, point) = Meet(ray);
        if (surface == Surface.Sky)
            return _backdrop.Sky(upward);

        var color = Smooth(x, y);
        if (surface == Surface.Floor)
            return Floor(point, color, ray, upward, turn);
        var normal = surface == Surface.Wall ? Vector3.UnitZ : new Vector3(-MathF.Sign(_backdrop.SideX), 0, 0);
        var sky = surface == Surface.Wall && _onWall is not null
            ? _onWall.At(point.X, point.Y)
            : _lighting.SkyAt(point, normal, turn);
        var light = _lighting.KeyAt(point, normal, turn) + sky + _lighting.BounceAt(point, normal, _backdrop.FloorTone);
        return color * light * Corner(point.Y);
    }

    private Vector3 Floor(Vector3 point, Vector3 color, Vector3 ray, float upward, Vector2 turn)
    {
        var light = _lighting.KeyAt(point, Vector3.UnitY, turn) + _onFloor.At(point.X, point.Z);
        if (_backdrop.Wall is not null)
            light *= Corner(point.Z - _backdrop.WallZ);
        // A studio's paper is lit evenly, so only what the furniture takes away is seen on it.
        var lit = _backdrop.Seamless ? color * Vector3.Min(light / _open, Vector3.One) : color * light;
        if (_backdrop.FloorShine > 0)
            lit += _backdrop.Sky(-upward) * light * (_backdrop.FloorShine * (0.05f + (0.6f * MathF.Pow(1 - MathF.Abs(upward), 4))));
        var distance = Vector3.Distance(point, _camera.Origin);
        return Vector3.Lerp(lit, _backdrop.Sky(upward), Noise.Step(0.25f * _backdrop.Haze, _backdrop.Haze, distance));
    }

    // The covering's color over a pixel: two samples, and two more where these differ, as at the edge of a tile.
    private Vector3 Smooth(int x, int y)
    {
        Vector3 a = Color(x + 0.25f, y + 0.25f), b = Color(x + 0.75f, y + 0.75f);
        if (Vector3.DistanceSquared(a, b) < 0.0004f)
            return (a + b) / 2;
        return (a + b + Color(x + 0.75f, y + 0.25f) + Color(x + 0.25f, y + 0.75f)) / 4;
    }

    private Vector3 Color(float x, float y)
    {
        var (surface, point) = Meet(_camera.Ray(x, y));
        return surface switch
        {
            Surface.Floor => _backdrop.Floor(point.X, point.Z),
            Surface.Wall => _backdrop.Wall!(point.X, point.Y),
            Surface.Side => _backdrop.Wall!(point.Z, point.Y),
            _ => _backdrop.Sky(0),
        };
    }

    private (Surface Surface, Vector3 Point) Meet(Vector3 ray)
    {
        var origin = _camera.Origin;
        var floorAt = ray.Y < -1e-5f ? -origin.Y / ray.Y : float.MaxValue;
        var wallAt = _backdrop.Wall is not null && ray.Z < -1e-5f ? (_backdrop.WallZ - origin.Z) / ray.Z : float.MaxValue;
        var sideAt = _backdrop.SideX * ray.X > 1e-6f ? (_backdrop.SideX - origin.X) / ray.X : float.MaxValue;
        var nearest = MathF.Min(floorAt, MathF.Min(wallAt, sideAt));
        if (nearest == float.MaxValue)
            return (Surface.Sky, Vector3.Zero);
        var surface = nearest == floorAt ? Surface.Floor : nearest == wallAt ? Surface.Wall : Surface.Side;
        return (surface, origin + (ray * nearest));
    }

    // Where floor and wall meet, each hides some light from the other.
    private static float Corner(float distance) => 1 - (0.3f * MathF.Exp(-MathF.Max(0, distance) / 0.14f));

    private enum Surface
    {
        Sky,
        Floor,
        Wall,
        Side,
    }
}
