namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// The pixels of a thumbnail that lie on another of the same size: one run in each row, since both are rectangles and a placement keeps
/// lines straight. Not safe for several threads.
/// </summary>
/// <param name="side">Pixels along a side.</param>
internal sealed class OverlapRuns(int side)
{
    private const float Level = 1e-6f;

    private readonly (int First, int End)[] _runs = new (int, int)[side];

    /// <summary>The first pixel of each row and the one after its last; equal where there is none.</summary>
    public ReadOnlySpan<(int First, int End)> Rows => _runs;

    /// <summary>Pixels in all of them.</summary>
    public int Count { get; private set; }

    /// <summary>Where the first pixel of a row lies on the other thumbnail, in its pixels.</summary>
    public static (float X, float Y) StartOf(Placement placement, int row, int side)
    {
        var center = (side - 1) / 2f;
        return (
            center + (placement.X * side) - (placement.XX * center) + (placement.XY * (row - center)),
            center + (placement.Y * side) - (placement.YX * center) + (placement.YY * (row - center)));
    }

    /// <inheritdoc cref="Overlap.Set"/>
    public void Set(Placement placement, float margin, Frame still, Frame moved)
    {
        Array.Clear(_runs);
        Count = 0;
        var (firstColumn, lastColumn) = Within(still.Left, still.Right, margin);
        var (firstRow, lastRow) = Within(still.Top, still.Bottom, margin);
        for (var row = firstRow; row <= lastRow && firstColumn <= lastColumn; row++)
        {
            var (x, y) = StartOf(placement, row, side);
            var run = Cut((firstColumn, lastColumn + 1), x, placement.XX, (moved.Left * side) + margin, (moved.Right * side) - 1 - margin);
            run = Cut(run, y, placement.YX, (moved.Top * side) + margin, (moved.Bottom * side) - 1 - margin);
            if (run.First >= run.End)
                continue;
            _runs[row] = run;
            Count += run.End - run.First;
        }
    }

    /// <summary>The pixels of a run whose coordinate lies between two limits.</summary>
    private static (int First, int End) Cut((int First, int End) run, float start, float slope, float least, float most)
    {
        if (MathF.Abs(slope) < Level)
            return start >= least && start <= most ? run : (run.First, run.First);
        var (from, to) = ((least - start) / slope, (most - start) / slope);
        if (slope < 0)
            (from, to) = (to, from);
        return (
            (int)MathF.Ceiling(Math.Clamp(from, run.First, run.End)),
            (int)MathF.Floor(Math.Clamp(to, run.First - 1, run.End - 1)) + 1);
    }

    private (int First, int Last) Within(float from, float to, float margin) =>
        ((int)MathF.Ceiling((from * side) + margin), (int)((to * side) - 1 - margin));
}
