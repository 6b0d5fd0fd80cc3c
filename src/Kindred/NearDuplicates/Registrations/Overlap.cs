using Kindred.NearDuplicates.Registrations.Views;

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
    /// <param name="margin">Points nearer than this to the outermost pixels' centers of either frame are left out.</param>
    /// <param name="still">What counts of the thumbnail that stays where it is.</param>
    /// <param name="moved">What counts of the other.</param>
    public void Set(Placement placement, float margin, Frame still, Frame moved)
    {
        Array.Clear(_mask);
        var count = 0;
        var center = (_side - 1) / 2f;
        var (left, right) = ((moved.Left * _side) + margin, (moved.Right * _side) - 1 - margin);
        var (top, bottom) = ((moved.Top * _side) + margin, (moved.Bottom * _side) - 1 - margin);
        var (first, last) = ((int)MathF.Ceiling((still.Left * _side) + margin), (int)((still.Right * _side) - 1 - margin));
        var lastRow = (int)((still.Bottom * _side) - 1 - margin);
        for (var row = (int)MathF.Ceiling((still.Top * _side) + margin); row <= lastRow; row++)
        {
            var i = (row * _side) + first;
            var x = (placement.XX * (first - center)) + (placement.XY * (row - center)) + center + (placement.X * _side);
            var y = (placement.YX * (first - center)) + (placement.YY * (row - center)) + center + (placement.Y * _side);
            for (var column = first; column <= last; column++, i++, x += placement.XX, y += placement.YX)
            {
                if (x < left || y < top || x > right || y > bottom)
                    continue;

                var (column0, row0) = (Math.Min((int)x, _side - 2), Math.Min((int)y, _side - 2));
                _points[count++] = new Point(i, (row0 * _side) + column0, x - column0, y - row0);
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
