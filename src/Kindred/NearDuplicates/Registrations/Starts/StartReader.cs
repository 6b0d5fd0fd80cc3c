using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>
/// Reads a coarse thumbnail at the starts, one after another. Where neither thumbnail is turned, many starts lay columns alike: across, it
/// is read once for all of them. Its memory serves one thumbnail after another; not safe for several threads.
/// </summary>
internal sealed class StartReader
{
    private const int Side = CoarseView.Side;

    // A row is read across into this many numbers, of which the last are zeros.
    private const int Stride = StartColumns.Stride;

    private static readonly StartColumns[] Tables = [.. StartPlace.All.Where(place => place.IsUpright).DistinctBy(ColumnsOf)
        .Select(place => new StartColumns(place))];

    // Of each start; -1 where it is turned.
    private static readonly int[] TableOf =
    [
        .. StartPlace.All.Select(place => Array.FindIndex(Tables, table => place.IsUpright && ColumnsOf(table.Place) == ColumnsOf(place))),
    ];

    private readonly float[] _across = new float[Tables.Length * Side * Stride];
    private readonly bool[] _isRead = new bool[Tables.Length];
    private LumaThumbnail? _coarse;

    /// <summary>Numbers that a start may need room for.</summary>
    public static int Room => (Side * Side) + Stride;

    /// <summary>Turns to a thumbnail.</summary>
    /// <param name="coarse">Of the side <see cref="CoarseView.Side"/>.</param>
    public void Turn(LumaThumbnail coarse)
    {
        _coarse = coarse;
        Array.Clear(_isRead);
    }

    /// <summary>Reads the thumbnail at a start.</summary>
    /// <param name="start">Which of the starts.</param>
    /// <param name="samples">
    /// Gets a number for each pixel of the rows that have any, row by row, 0 where it lies outside; and zeros behind them.
    /// </param>
    public StartSamples Read(int start, Span<float> samples)
    {
        var place = StartPlace.All[start];
        var length = (place.EndRow - place.FirstRow) * Side;
        if (TableOf[start] < 0)
            ReadTurned(place, samples);
        else
            ReadUpright(place, AcrossOf(TableOf[start]), samples);
        samples.Slice(length, RunReader.Lanes).Clear();

        var (sums, squares) = (Vector512<float>.Zero, Vector512<float>.Zero);
        ref var first = ref MemoryMarshal.GetReference(samples);
        for (var i = 0; i < length; i += RunReader.Lanes)
        {
            var read = Vector512.LoadUnsafe(ref first, (nuint)i);
            sums += read;
            squares = Vector512.MultiplyAddEstimate(read, read, squares);
        }

        var mean = Vector512.Sum(sums) / place.Count;
        var variance = (Vector512.Sum(squares) / place.Count) - (mean * mean);
        return new StartSamples(
            place.FirstRow * Side, length, mean,
            variance < Registration.LeastVariance ? float.PositiveInfinity : MathF.Sqrt(variance * place.Count));
    }

    private static (float Start, float Step) ColumnsOf(StartPlace place) => (place.LineOf(place.FirstRow).X, place.Placement.XX);

    private void ReadTurned(StartPlace place, Span<float> samples)
    {
        Span<float> line = stackalloc float[Stride];
        samples[..((place.EndRow - place.FirstRow) * Side)].Clear();
        for (var row = place.FirstRow; row < place.EndRow; row++)
        {
            var (first, end) = place.RunOf(row);
            RunReader.Read(_coarse!, place.LineOf(row), place.Placement, (first, end), line);
            line[..(end - first)].CopyTo(samples[(((row - place.FirstRow) * Side) + first)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadUpright(StartPlace place, ReadOnlySpan<float> across, Span<float> samples)
    {
        for (var row = place.FirstRow; row < place.EndRow; row++)
        {
            var y = place.LineOf(row).Y;
            var upper = (int)y;
            var down = y - upper;
            ref var above = ref MemoryMarshal.GetReference(across.Slice(upper * Stride, 2 * Stride));
            ref var target = ref MemoryMarshal.GetReference(samples.Slice((row - place.FirstRow) * Side, Side));
            var one = Vector512.LoadUnsafe(ref above);
            (one + (down * (Vector512.LoadUnsafe(ref above, Stride) - one))).StoreUnsafe(ref target);
            var rest = Vector256.LoadUnsafe(ref above, RunReader.Lanes);
            (rest + (down * (Vector256.LoadUnsafe(ref above, Stride + RunReader.Lanes) - rest))).StoreUnsafe(ref target, RunReader.Lanes);
        }
    }

    /// <summary>All rows of the thumbnail, read where a table's columns lie.</summary>
    private ReadOnlySpan<float> AcrossOf(int table)
    {
        var across = _across.AsSpan(table * Side * Stride, Side * Stride);
        if (_isRead[table])
            return across;
        _isRead[table] = true;
        Tables[table].Read(_coarse!.Values, across);
        return across;
    }
}
