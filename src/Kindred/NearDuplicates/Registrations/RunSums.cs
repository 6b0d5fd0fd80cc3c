using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// What the least squares of a registration need of the thumbnail that stays where it is, summed along its rows: where two thumbnails
/// overlap is one run of pixels in each row, so that sums over the overlap are differences of two places a row and no pixel is
/// visited again in every step. Not safe for several threads.
/// </summary>
/// <remarks>
/// With <c>v</c> the value and <c>gx</c>, <c>gy</c> its slopes, a pixel adds <c>gx², gx·gy, gy², gx, gy, gx·v, gy·v, v</c>, alone,
/// times <c>x</c> and times <c>x²</c>, where <c>x</c> is counted from the center. <c>v·x²</c> is of no use; <c>v²</c> has its place.
/// </remarks>
internal sealed class RunSums
{
    /// <summary>The first of the terms <c>gx²</c>, <c>gx·gy</c>, <c>gy²</c>.</summary>
    public const int SlopeProducts = 0;

    /// <summary>The first of the terms <c>gx</c>, <c>gy</c>.</summary>
    public const int Slopes = 3;

    /// <summary>The first of the terms <c>gx·v</c>, <c>gy·v</c>.</summary>
    public const int SlopesTimesValue = 5;

    /// <summary>The term <c>v</c>.</summary>
    public const int Value = 7;

    /// <summary>Numbers that a pixel adds for each power of x.</summary>
    private const int Lanes = 8;

    private const int Powers = 3;

    private readonly int _side;
    private readonly float[] _x;
    private readonly float[] _values;
    private readonly float[] _across;
    private readonly float[] _down;
    private readonly float[] _along;
    private readonly float[] _sums = new float[Powers * Powers * Lanes];

    /// <summary>Makes room for thumbnails of a size.</summary>
    /// <param name="side">Pixels along a side.</param>
    public RunSums(int side)
    {
        _side = side;
        // Whole lanes may be read from any pixel on.
        var length = (side * side) + RunReader.Lanes;
        (_values, _across, _down) = (new float[length], new float[length], new float[length]);
        _along = new float[side * (side + 1) * Powers * Lanes];
        _x = [.. Enumerable.Range(0, side + RunReader.Lanes).Select(column => column - ((side - 1) / 2f))];
    }

    /// <summary><c>v</c> of each pixel, row by row; lanes may be read that begin at the last of them.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Likewise <c>gx</c>.</summary>
    public ReadOnlySpan<float> Across => _across;

    /// <summary>Likewise <c>gy</c>.</summary>
    public ReadOnlySpan<float> Down => _down;

    /// <summary>Likewise <c>x</c> of each column.</summary>
    public ReadOnlySpan<float> X => _x;

    /// <summary>Takes the sums of a thumbnail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(LumaThumbnail still)
    {
        still.Values.CopyTo(_values);
        SetSlopes(still.Values);
        var along = MemoryMarshal.Cast<float, Vector256<float>>(_along.AsSpan());
        var place = 0;
        for (var row = 0; row < _side; row++)
        {
            // The first place of each row stays 0.
            var (once, byX, bySquare) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            place += Powers;
            for (var column = 0; column < _side; column++, place += Powers)
            {
                var i = (row * _side) + column;
                var (value, across, down, x) = (_values[i], _across[i], _down[i], _x[column]);
                var terms = Vector256.Create(across, across, down, across, down, across, down, value)
                    * Vector256.Create(across, down, down, 1, 1, value, value, 1);
                once += terms;
                byX += terms * x;
                bySquare += (terms * (x * x)).WithElement(Value, value * value);
                (along[place], along[place + 1], along[place + 2]) = (once, byX, bySquare);
            }
        }
    }

    /// <summary>Sums up over runs of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(OverlapRuns runs)
    {
        var along = MemoryMarshal.Cast<float, Vector256<float>>(_along.AsSpan());
        Vector256<float> s00 = default, s01 = default, s02 = default;
        Vector256<float> s10 = default, s11 = default, s12 = default;
        Vector256<float> s20 = default, s21 = default, s22 = default;
        var center = (_side - 1) / 2f;
        for (var row = runs.FirstRow; row < runs.EndRow; row++)
        {
            var (first, end) = runs.RunOf(row);
            if (first >= end)
                continue;
            var y = row - center;
            var before = along.Slice(((row * (_side + 1)) + first) * Powers, Powers);
            var last = along.Slice(((row * (_side + 1)) + end) * Powers, Powers);
            var (once, byX, bySquare) = (last[0] - before[0], last[1] - before[1], last[2] - before[2]);
            s00 += once;
            s01 += byX;
            s02 += bySquare;
            s10 += once * y;
            s11 += byX * y;
            s12 += bySquare * y;
            s20 += once * (y * y);
            s21 += byX * (y * y);
            s22 += bySquare * (y * y);
        }

        var sums = MemoryMarshal.Cast<float, Vector256<float>>(_sums.AsSpan());
        (sums[0], sums[1], sums[2]) = (s00, s01, s02);
        (sums[3], sums[4], sums[5]) = (s10, s11, s12);
        (sums[6], sums[7], sums[8]) = (s20, s21, s22);
    }

    /// <summary>The sum over the runs that were added up last, of terms times powers of x and y.</summary>
    public float Sum(int term, int x, int y) => _sums[(((y * Powers) + x) * Lanes) + term];

    /// <summary>The sum of squared values over them.</summary>
    public float SumOfSquares() => Sum(Value, x: 2, y: 0);

    /// <summary>Half the difference of the pixels on both sides; at an edge, all of that from the one side.</summary>
    private void SetSlopes(ReadOnlySpan<float> values)
    {
        var (count, side) = (values.Length, _side);
        var across = _across.AsSpan(0, count);
        TensorPrimitives.Subtract(values[2..], values[..^2], across[1..^1]);
        TensorPrimitives.Divide(across, 2, across);
        for (var row = 0; row < count; row += side)
        {
            across[row] = values[row + 1] - values[row];
            across[row + side - 1] = values[row + side - 1] - values[row + side - 2];
        }

        var down = _down.AsSpan(0, count);
        var inner = down[side..^side];
        TensorPrimitives.Subtract(values[(2 * side)..], values[..^(2 * side)], inner);
        TensorPrimitives.Divide(inner, 2, inner);
        TensorPrimitives.Subtract(values[side..(2 * side)], values[..side], down[..side]);
        TensorPrimitives.Subtract(values[^side..], values[^(2 * side)..^side], down[^side..]);
    }
}
