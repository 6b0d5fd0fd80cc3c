using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>
/// The sky's light on a plane, worked out once on a coarse grid with many samples: smooth, where a pixel of its own would show noise.
/// </summary>
internal sealed class SkyCast
{
    private const float Cell = 0.045f;
    private const int Looks = 4;
    private readonly Vector3[] _light;
    private readonly Vector3 _open;
    private readonly Vector2 _low;
    private readonly int _columns;
    private readonly int _rows;

    /// <summary>Works out the light.</summary>
    /// <param name="lighting">The light.</param>
    /// <param name="low">Lower end of the part of the plane that the furniture may darken.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="normal">Unit vector away from the plane.</param>
    /// <param name="place">The point of the plane at two coordinates.</param>
    public SkyCast(Lighting lighting, Vector2 low, Vector2 high, Vector3 normal, Func<float, float, Vector3> place)
    {
        _low = low;
        _columns = Math.Max(2, (int)((high.X - low.X) / Cell) + 2);
        _rows = Math.Max(2, (int)((high.Y - low.Y) / Cell) + 2);
        _light = new Vector3[_columns * _rows];
        for (var i = 0; i < _light.Length; i++)
        {
            var point = place(low.X + (i % _columns * Cell), low.Y + (i / _columns * Cell));
            for (var look = 0; look < Looks; look++)
            {
                var (sin, cos) = MathF.SinCos(MathF.Tau * look / Looks);
                _light[i] += lighting.SkyAt(point, normal, new Vector2(cos, sin), 0.03f + (0.04f * look)) / Looks;
            }
        }

        _open = lighting.SkyAt(place(1000, 1000), normal, Vector2.UnitX);
    }

    /// <summary>The light at two coordinates of the plane.</summary>
    public Vector3 At(float u, float v)
    {
        float x = (u - _low.X) / Cell, y = (v - _low.Y) / Cell;
        if (!(x >= 0 && y >= 0 && x < _columns - 1 && y < _rows - 1))
            return _open;
        int i = (int)x, j = (int)y, at = (j * _columns) + i;
        return Vector3.Lerp(Vector3.Lerp(_light[at], _light[at + 1], x - i),
            Vector3.Lerp(_light[at + _columns], _light[at + _columns + 1], x - i), y - j);
    }
}
