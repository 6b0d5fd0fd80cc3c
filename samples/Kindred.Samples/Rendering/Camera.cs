using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>A pinhole camera; pixels count from the top left corner.</summary>
internal sealed class Camera
{
    private readonly Vector3 _right;
    private readonly Vector3 _up;
    private readonly Vector3 _forward;
    private float _focal;
    private float _centerX;
    private float _centerY;

    private Camera(Vector3 origin, Vector3 right, Vector3 up, Vector3 forward)
    {
        Origin = origin;
        _right = right;
        _up = up;
        _forward = forward;
    }

    public Vector3 Origin { get; }

    /// <summary>Places a camera so that all points fill a share of the picture.</summary>
    /// <param name="subject">What must be in the picture.</param>
    /// <param name="yaw">Degrees to the right of the front.</param>
    /// <param name="pitch">Degrees above the horizon.</param>
    /// <param name="view">Angle of view across the picture's shorter side, in degrees.</param>
    /// <param name="width">Picture width in pixels.</param>
    /// <param name="height">Picture height in pixels.</param>
    /// <param name="fill">Share of the picture's width or height that the subject spans.</param>
    /// <param name="shift">Where the subject's middle lies off the picture's middle, as a share of its size.</param>
    public static Camera Framing(
        IReadOnlyList<Vector3> subject, float yaw, float pitch, float view, int width, int height, float fill, Vector2 shift)
    {
        var (sy, cy) = MathF.SinCos(float.DegreesToRadians(yaw));
        var (sp, cp) = MathF.SinCos(float.DegreesToRadians(pitch));
        var toCamera = new Vector3(sy * cp, sp, cy * cp);
        var right = new Vector3(cy, 0, -sy);
        var up = Vector3.Cross(toCamera, right);

        Vector3 low = subject[0], high = subject[0];
        foreach (var p in subject)
            (low, high) = (Vector3.Min(low, p), Vector3.Max(high, p));
        var target = (low + high) / 2;

        var focal = Math.Min(width, height) / 2f / MathF.Tan(float.DegreesToRadians(view / 2));
        var distance = 0f;
        foreach (var p in subject)
        {
            var d = p - target;
            var reach = MathF.Max(MathF.Abs(Vector3.Dot(d, right)) / width, MathF.Abs(Vector3.Dot(d, up)) / height) * 2 * focal / fill;
            distance = MathF.Max(distance, Vector3.Dot(d, toCamera) + reach);
        }

        var camera = new Camera(target + (toCamera * distance), right, up, -toCamera) { _focal = focal };
        camera.Center(subject, width, height, fill, shift);
        return camera;
    }

    /// <summary>Where a point lands: X and Y in pixels, Z one over its distance along the view.</summary>
    public Vector3 Project(Vector3 point)
    {
        var d = point - Origin;
        var inverse = 1 / Vector3.Dot(d, _forward);
        return new Vector3(
            _centerX + (_focal * Vector3.Dot(d, _right) * inverse), _centerY - (_focal * Vector3.Dot(d, _up) * inverse), inverse);
    }

    /// <summary>The direction seen at a pixel, one unit long along the view.</summary>
    public Vector3 Ray(float x, float y) =>
        _forward + (_right * ((x - _centerX) / _focal)) + (_up * ((_centerY - y) / _focal));

    private void Center(IReadOnlyList<Vector3> subject, int width, int height, float fill, Vector2 shift)
    {
        Vector2 low = new(float.MaxValue), high = new(float.MinValue);
        foreach (var point in subject)
        {
            var p = Project(point);
            low = Vector2.Min(low, new Vector2(p.X, p.Y));
            high = Vector2.Max(high, new Vector2(p.X, p.Y));
        }

        var zoom = fill * MathF.Min(width / (high.X - low.X), height / (high.Y - low.Y));
        _focal *= zoom;
        var middle = (low + high) / 2 * zoom;
        _centerX = (width * (0.5f + shift.X)) - middle.X;
        _centerY = (height * (0.5f + shift.Y)) - middle.Y;
    }
}
