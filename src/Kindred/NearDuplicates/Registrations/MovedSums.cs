using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Sums over what another thumbnail has where pixels of the one that stays lie on it: alone, squared, times the values of the one that
/// stays, and times what those change with each parameter of a placement.
/// </summary>
internal readonly ref struct MovedSums
{
    private readonly Slopes _byParameter;

    private MovedSums(float sum, float squares, float products, Slopes byParameter)
    {
        (Sum, Squares, Products) = (sum, squares, products);
        _byParameter = byParameter;
    }

    /// <summary>Sum of its values.</summary>
    public float Sum { get; }

    /// <summary>Sum of their squares.</summary>
    public float Squares { get; }

    /// <summary>Sum of them times the values of the one that stays.</summary>
    public float Products { get; }

    /// <summary>Sum of its values times what those of the one that stays change with a parameter.</summary>
    public float this[int parameter] => _byParameter[parameter];

    /// <summary>Reads and sums.</summary>
    /// <param name="still">The thumbnail that stays.</param>
    /// <param name="moved">The other, of the same size.</param>
    /// <param name="placement">Where it lies.</param>
    /// <param name="overlap">The pixels that lie on both there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static MovedSums Of(RunSums still, LumaThumbnail moved, Placement placement, OverlapRuns overlap)
    {
        const int Most = 64;
        Span<float> line = stackalloc float[Most];
        var side = moved.Side;
        var center = (side - 1) / 2f;
        ref var values = ref MemoryMarshal.GetReference(still.Values);
        ref var across = ref MemoryMarshal.GetReference(still.Across);
        ref var down = ref MemoryMarshal.GetReference(still.Down);
        ref var x = ref MemoryMarshal.GetReference(still.X);
        Vector512<float> sums = default, squares = default, products = default;
        Vector512<float> byAcross = default, byAcrossX = default, byAcrossY = default;
        Vector512<float> byDown = default, byDownX = default, byDownY = default;
        for (var row = overlap.FirstRow; row < overlap.EndRow; row++)
        {
            var run = overlap.RunOf(row);
            if (run.First >= run.End)
                continue;
            RunReader.Read(moved, overlap.LineOf(row), placement, run, line);
            Vector512<float> rowAcross = default, rowDown = default;
            for (var column = run.First; column < run.End; column += RunReader.Lanes)
            {
                var read = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)(column - run.First));
                var at = (nuint)((row * side) + column);
                sums += read;
                squares = Vector512.MultiplyAddEstimate(read, read, squares);
                products = Vector512.MultiplyAddEstimate(read, Vector512.LoadUnsafe(ref values, at), products);
                var columns = Vector512.LoadUnsafe(ref x, (nuint)column);
                var slope = read * Vector512.LoadUnsafe(ref across, at);
                rowAcross += slope;
                byAcrossX = Vector512.MultiplyAddEstimate(slope, columns, byAcrossX);
                slope = read * Vector512.LoadUnsafe(ref down, at);
                rowDown += slope;
                byDownX = Vector512.MultiplyAddEstimate(slope, columns, byDownX);
            }

            var y = Vector512.Create(row - center);
            byAcross += rowAcross;
            byAcrossY = Vector512.MultiplyAddEstimate(rowAcross, y, byAcrossY);
            byDown += rowDown;
            byDownY = Vector512.MultiplyAddEstimate(rowDown, y, byDownY);
        }

        var byParameter = default(Slopes);
        (byParameter[0], byParameter[1], byParameter[2]) = (Vector512.Sum(byAcrossX), Vector512.Sum(byAcrossY), Vector512.Sum(byAcross));
        (byParameter[3], byParameter[4], byParameter[5]) = (Vector512.Sum(byDownX), Vector512.Sum(byDownY), Vector512.Sum(byDown));
        return new MovedSums(Vector512.Sum(sums), Vector512.Sum(squares), Vector512.Sum(products), byParameter);
    }

    [InlineArray(Registration.Parameters)]
    private struct Slopes
    {
        private float _first;
    }
}
