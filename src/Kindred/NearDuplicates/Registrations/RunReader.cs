using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Reads a thumbnail along a straight line, bilinearly: where the pixels of one row of another thumbnail lie on it. Sixteen at once where
/// the machine can look numbers up in its registers; the result is the same to the last bit.
/// </summary>
internal static class RunReader
{
    /// <summary>Numbers are written in whole lanes of so many.</summary>
    public const int Lanes = 16;

    // Two registers hold so many neighbors in a row.
    private const int Window = 2 * Lanes;

    /// <summary>Reads a run of pixels.</summary>
    /// <param name="thumbnail">The thumbnail that is read, at least 6 × 6.</param>
    /// <param name="line">Where pixel 0 of the row lies on it.</param>
    /// <param name="placement">Where the next one lies from there.</param>
    /// <param name="run">The first pixel and the one after the last. All lie on the thumbnail.</param>
    /// <param name="target">Gets a number for each, and zeros up to the end of the last lanes.</param>
    public static void Read(
        LumaThumbnail thumbnail, (float X, float Y) line, Placement placement, (int First, int End) run, Span<float> target)
    {
        var values = thumbnail.Values;
        var side = thumbnail.Side;
        for (var first = run.First; first < run.End; first += Lanes, target = target[Lanes..])
        {
            var last = Math.Min(first + Lanes, run.End) - 1;
            var (left, right) = Ordered(line.X + (first * placement.XX), line.X + (last * placement.XX));
            var (top, bottom) = Ordered(line.Y + (first * placement.YX), line.Y + (last * placement.YX));
            if (Avx512F.IsSupported && left >= 0 && top >= 0 && right + 1 < side && bottom + 1 < side && right + 1 - left < Window)
                ReadWide(values, side, line, placement, (first, last), (left, top, bottom), target);
            else
                ReadOneByOne(values, side, line, placement, (first, last), target);
        }
    }

    private static (int Least, int Most) Ordered(float one, float other)
    {
        var (from, to) = (float.ConvertToIntegerNative<int>(one), float.ConvertToIntegerNative<int>(other));
        return from <= to ? (from, to) : (to, from);
    }

    private static void ReadOneByOne(
        ReadOnlySpan<float> values, int side, (float X, float Y) line, Placement placement, (int First, int Last) run, Span<float> target)
    {
        target[..Lanes].Clear();
        for (var pixel = run.First; pixel <= run.Last; pixel++)
        {
            target[pixel - run.First] =
                LumaThumbnail.Read(values, side, line.X + (pixel * placement.XX), line.Y + (pixel * placement.YX));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadWide(
        ReadOnlySpan<float> values, int side, (float X, float Y) line, Placement placement, (int First, int Last) run,
        (int Left, int Top, int Bottom) area, Span<float> target)
    {
        var lanes = Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        var pixels = Vector512.ConvertToSingle(lanes + Vector512.Create(run.First));
        var x = Vector512.Create(line.X) + (pixels * placement.XX);
        var y = Vector512.Create(line.Y) + (pixels * placement.YX);
        var (column, row) = (Vector512.ConvertToInt32Native(x), Vector512.ConvertToInt32Native(y));
        var (right, down) = (x - Vector512.ConvertToSingle(column), y - Vector512.ConvertToSingle(row));
        column -= Vector512.Create(area.Left);

        var read = Vector512<float>.Zero;
        var above = Across(values, (area.Top * side) + area.Left, column, right);
        for (var upper = area.Top; upper <= area.Bottom; upper++)
        {
            var below = Across(values, ((upper + 1) * side) + area.Left, column, right);
            var between = above + (down * (below - above));
            read = Vector512.ConditionalSelect(Vector512.Equals(row, Vector512.Create(upper)).AsSingle(), between, read);
            above = below;
        }

        var counts = Vector512.LessThanOrEqual(lanes, Vector512.Create(run.Last - run.First)).AsSingle();
        (read & counts).CopyTo(target);
    }

    /// <summary>Reads a row between its pixels, on machines that have <see cref="Avx512F"/>.</summary>
    /// <param name="values">All values.</param>
    /// <param name="at">Where the window begins that all of them lie in.</param>
    /// <param name="column">The pixel on the left of each, counted from there; lanes that are not wanted may have any.</param>
    /// <param name="right">How far each lies to the right of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Across(ReadOnlySpan<float> values, int at, Vector512<int> column, Vector512<float> right)
    {
        // What is looked up lies before the end of the values, but the window may not.
        var start = Math.Min(at, values.Length - Window);
        ref var first = ref MemoryMarshal.GetReference(values.Slice(start, Window));
        var (low, high) = (Vector512.LoadUnsafe(ref first), Vector512.LoadUnsafe(ref first, Lanes));
        column += Vector512.Create(at - start);
        var one = Avx512F.PermuteVar16x32x2(low, column, high);
        var next = Avx512F.PermuteVar16x32x2(low, column + Vector512<int>.One, high);
        return one + (right * (next - one));
    }
}
