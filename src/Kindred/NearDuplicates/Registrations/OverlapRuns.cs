using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// The pixels of a thumbnail that lie on another of the same size: one run in each row, since both are rectangles and a placement keeps
/// lines straight. Not safe for several threads.
/// </summary>
internal sealed class OverlapRuns
{
    private const float Level = 1e-6f;
    private const int Lanes = 16;

    private readonly int _side;
    private readonly int[] _first;
    private readonly int[] _end;
    private readonly float[] _x;
    private readonly float[] _y;

    /// <summary>Makes room for thumbnails of a size.</summary>
    /// <param name="side">Pixels along a side.</param>
    public OverlapRuns(int side)
    {
        _side = side;
        var rows = (side + Lanes - 1) / Lanes * Lanes;
        (_first, _end, _x, _y) = (new int[rows], new int[rows], new float[rows], new float[rows]);
    }

    /// <summary>Pixels in all runs.</summary>
    public int Count { get; private set; }

    /// <summary>The first row that has any.</summary>
    public int FirstRow { get; private set; }

    /// <summary>The row after the last that has any.</summary>
    public int EndRow { get; private set; }

    /// <summary>The first pixel of a row and the one after its last; equal where there is none.</summary>
    public (int First, int End) RunOf(int row) => (_first[row], _end[row]);

    /// <summary>Where pixel 0 of a row lies on the other thumbnail, in its pixels.</summary>
    public (float X, float Y) LineOf(int row) => (_x[row], _y[row]);

    /// <inheritdoc cref="Overlap.Set"/>
    public void Set(Placement placement, float margin, Frame still, Frame moved)
    {
        var (firstColumn, lastColumn) = Within(still.Left, still.Right, margin);
        (FirstRow, EndRow) = Within(still.Top, still.Bottom, margin);
        EndRow = firstColumn <= lastColumn ? Math.Max(FirstRow, EndRow + 1) : FirstRow;
        Count = 0;
        var center = (_side - 1) / 2f;
        var startX = Vector512.Create(center + (placement.X * _side) - (placement.XX * center));
        var startY = Vector512.Create(center + (placement.Y * _side) - (placement.YX * center));
        var rows = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        var counts = Vector512<int>.Zero;
        for (var row = 0; row < _first.Length; row += Lanes, rows += Vector512.Create(Lanes))
        {
            var down = Vector512.ConvertToSingle(rows) - Vector512.Create(center);
            var (x, y) = (startX + (down * placement.XY), startY + (down * placement.YY));
            var first = Vector512.Create((float)firstColumn);
            var end = Vector512.Create(lastColumn + 1f);
            Cut(ref first, ref end, x, placement.XX, (moved.Left * _side) + margin, (moved.Right * _side) - 1 - margin);
            Cut(ref first, ref end, y, placement.YX, (moved.Top * _side) + margin, (moved.Bottom * _side) - 1 - margin);

            var isIn = Vector512.GreaterThanOrEqual(rows, Vector512.Create(FirstRow))
                & Vector512.LessThan(rows, Vector512.Create(EndRow)) & Vector512.LessThan(first, end).AsInt32();
            var (firsts, ends) = (Vector512.ConvertToInt32Native(first) & isIn, Vector512.ConvertToInt32Native(end) & isIn);
            counts += ends - firsts;
            firsts.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_first), (nuint)row);
            ends.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_end), (nuint)row);
            x.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_x), (nuint)row);
            y.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_y), (nuint)row);
        }

        Count = Vector512.Sum(counts);
        while (FirstRow < EndRow && _first[FirstRow] == _end[FirstRow])
            FirstRow++;
        while (FirstRow < EndRow && _first[EndRow - 1] == _end[EndRow - 1])
            EndRow--;
    }

    /// <summary>Cuts runs, of a row each, to the pixels whose coordinate lies between two limits.</summary>
    private static void Cut(
        ref Vector512<float> first, ref Vector512<float> end, Vector512<float> start, float slope, float least, float most)
    {
        if (MathF.Abs(slope) < Level)
        {
            var isIn = Vector512.GreaterThanOrEqual(start, Vector512.Create(least))
                & Vector512.LessThanOrEqual(start, Vector512.Create(most));
            end = Vector512.ConditionalSelect(isIn, end, first);
            return;
        }

        var from = (Vector512.Create(least) - start) / Vector512.Create(slope);
        var to = (Vector512.Create(most) - start) / Vector512.Create(slope);
        if (slope < 0)
            (from, to) = (to, from);
        (first, end) = (
            Vector512.Ceiling(Vector512.Min(Vector512.Max(from, first), end)),
            Vector512.Floor(Vector512.Min(Vector512.Max(to, first - Vector512<float>.One), end - Vector512<float>.One))
                + Vector512<float>.One);
    }

    private (int First, int Last) Within(float from, float to, float margin) =>
        ((int)MathF.Ceiling((from * _side) + margin), (int)((to * _side) - 1 - margin));
}
