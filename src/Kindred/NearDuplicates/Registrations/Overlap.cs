namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Where the points of one thumbnail lie on another of the same size, and in which shares to read its values there. Not safe for several
/// threads while it is being set.
/// </summary>
internal sealed class Overlap
{
    private readonly int _side;
    private readonly Point[] _points;
    private readonly float[] _mask;

    /// <summary>Makes room for thumbnails of a size.</summary>
    /// <param name="side">Pixels along a side.</param>
    public Overlap(int side)
    {
        _side = side;
        _points = new Point[side * side];
        _mask = new float[side * side];
    }

    /// <summary>1 for each point that lies on both, 0 where it does not, row by row.</summary>
    public ReadOnlySpan<float> Mask => _mask;

    /// <summary>Points that lie on both.</summary>
    public int Count { get; private set; }

    /// <summary>The points that lie on both, row by row.</summary>
    public ReadOnlySpan<Point> Points => _points.AsSpan(0, Count);

    /// <summary>Finds the points.</summary>
    /// <param name="placement">Where they lie.</param>
    /// <param name="margin">Points nearer than this to the outermost pixels' centers of either thumbnail are left out.</param>
    public void Set(Placement placement, float margin)
    {
        Array.Clear(_mask);
        var count = 0;
        var center = (_side - 1) / 2f;
        var last = _side - 1 - margin;
        var edge = (int)MathF.Ceiling(margin);
        for (var row = edge; row < _side - edge; row++)
        {
            var i = (row * _side) + edge;
            var x = (placement.XX * (edge - center)) + (placement.XY * (row - center)) + center + (placement.X * _side);
            var y = (placement.YX * (edge - center)) + (placement.YY * (row - center)) + center + (placement.Y * _side);
            for (var column = edge; column < _side - edge; column++, i++, x += placement.XX, y += placement.YX)
            {
                if (x < margin || y < margin || x > last || y > last)
                    continue;

                var left = Math.Min((int)x, _side - 2);
                var top = Math.Min((int)y, _side - 2);
                _points[count++] = new Point(i, (top * _side) + left, x - left, y - top);
                _mask[i] = 1;
            }
        }

        Count = count;
    }

    /// <summary>A point of the one thumbnail on the other.</summary>
    /// <param name="Still">Its place on the one.</param>
    /// <param name="Moved">The pixel above and to the left of it on the other.</param>
    /// <param name="Right">How far it is to the right of that one, in pixels.</param>
    /// <param name="Down">How far it is below.</param>
    internal readonly record struct Point(int Still, int Moved, float Right, float Down);
}
