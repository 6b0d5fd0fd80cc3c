using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    /// <summary>Numbers that a pixel adds for each power of x; also those of <see cref="Factors"/>.</summary>
    public const int Lanes = 8;

    private const int Powers = 3;

    private readonly int _side;
    private readonly float[] _factors;
    private readonly float[] _along;
    private readonly float[] _sums = new float[Powers * Powers * Lanes];

    /// <summary>Makes room for thumbnails of a size.</summary>
    /// <param name="side">Pixels along a side.</param>
    public RunSums(int side)
    {
        _side = side;
        _factors = new float[side * side * Lanes];
        _along = new float[side * (side + 1) * Powers * Lanes];
    }

    /// <summary>
    /// What the other thumbnail's values are multiplied with and summed: 1, <c>v</c>, <c>gx</c>, <c>gx·x</c>, <c>gy</c>, <c>gy·x</c> and
    /// two zeros for each pixel.
    /// </summary>
    public ReadOnlySpan<Vector256<float>> Factors => MemoryMarshal.Cast<float, Vector256<float>>(_factors);

    /// <summary>Takes the sums of a thumbnail.</summary>
    public void Set(LumaThumbnail still)
    {
        var values = still.Values;
        var center = (_side - 1) / 2f;
        var factors = MemoryMarshal.Cast<float, Vector256<float>>(_factors.AsSpan());
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
                var (value, x) = (values[i], column - center);
                var (across, down) = (Slope(values, i, column, 1), Slope(values, i, row, _side));
                factors[i] = Vector256.Create(1, value, across, across * x, down, down * x, 0, 0);
                var terms = Vector256.Create(
                    across * across, across * down, down * down, across, down, across * value, down * value, value);
                once += terms;
                byX += terms * x;
                bySquare += (terms * (x * x)).WithElement(Value, value * value);
                (along[place], along[place + 1], along[place + 2]) = (once, byX, bySquare);
            }
        }
    }

    /// <summary>Sums up over runs of pixels.</summary>
    /// <param name="runs">The first pixel and the one after the last of each row; equal where a row has none.</param>
    public void Add(ReadOnlySpan<(int First, int End)> runs)
    {
        var along = MemoryMarshal.Cast<float, Vector256<float>>(_along.AsSpan());
        var sums = MemoryMarshal.Cast<float, Vector256<float>>(_sums.AsSpan());
        sums.Clear();
        var center = (_side - 1) / 2f;
        for (var row = 0; row < runs.Length; row++)
        {
            var (first, end) = runs[row];
            if (first >= end)
                continue;
            var y = row - center;
            var (before, last) = (((row * (_side + 1)) + first) * Powers, ((row * (_side + 1)) + end) * Powers);
            for (var power = 0; power < Powers; power++)
            {
                var run = along[last + power] - along[before + power];
                sums[power] += run;
                sums[Powers + power] += run * y;
                sums[(2 * Powers) + power] += run * (y * y);
            }
        }
    }

    /// <summary>A sum over the runs that were added up last, of terms times powers of x and y.</summary>
    public float Sum(int term, int x, int y) => _sums[(((y * Powers) + x) * Lanes) + term];

    /// <summary>The sum of squared values over them.</summary>
    public float SumOfSquares() => Sum(Value, x: 2, y: 0);

    private float Slope(ReadOnlySpan<float> values, int at, int place, int step)
    {
        var before = place == 0 ? 0 : step;
        var after = place == _side - 1 ? 0 : step;
        return (values[at + after] - values[at - before]) / (before == after ? 2 : 1);
    }
}
