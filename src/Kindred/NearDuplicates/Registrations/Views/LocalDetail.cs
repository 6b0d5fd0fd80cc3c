using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// Each value less the mean of the 5 × 5 around it. A silhouette on a white wall makes all pictures of one kind of thing correlate;
/// what stands out locally is a picture's own. Its memory serves one square of values after another; not safe for several threads.
/// </summary>
/// <param name="side">Values along a side of a square, at least 5.</param>
internal sealed class LocalDetail(int side)
{
    private const int Radius = 2;

    private static readonly ConcurrentDictionary<int, float[]> WholeCounts = new();

    private readonly float[] _wholeCounts = WholeCounts.GetOrAdd(side, CountWhole);
    private readonly float[] _across = new float[side * side];
    private readonly float[] _sums = new float[side * side];

    /// <summary>Computes the detail of values that all count.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="detail">Gets it.</param>
    public void Take(ReadOnlySpan<float> values, Span<float> detail)
    {
        SumWindows(values, _sums);
        TensorPrimitives.Divide(_sums, _wholeCounts, _sums);
        TensorPrimitives.Subtract(values, _sums, detail);
    }

    /// <summary>How many of the 5 × 5 around each value count; at least 1.</summary>
    /// <param name="mask">1 where a value counts, 0 where it does not.</param>
    /// <param name="counts">Gets the numbers.</param>
    public void Count(ReadOnlySpan<float> mask, Span<float> counts)
    {
        SumWindows(mask, counts);
        TensorPrimitives.Max(counts, 1, counts);
    }

    /// <summary>Computes the detail of the values that count.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="mask">1 where a value counts, 0 where it does not and its detail is 0.</param>
    /// <param name="counts">What <see cref="Count"/> says of the mask.</param>
    /// <param name="detail">Gets it; may be where the values are.</param>
    public void Take(ReadOnlySpan<float> values, ReadOnlySpan<float> mask, ReadOnlySpan<float> counts, Span<float> detail)
    {
        TensorPrimitives.Multiply(values, mask, detail);
        SumWindows(detail, _sums);
        TensorPrimitives.Divide(_sums, counts, _sums);
        TensorPrimitives.Subtract(detail, _sums, detail);
        TensorPrimitives.Multiply(detail, mask, detail);
    }

    /// <summary>Sums of products over the 5 × 5 around each value.</summary>
    /// <param name="one">Row by row.</param>
    /// <param name="other">Row by row.</param>
    /// <param name="sums">Gets the sums.</param>
    public void SumProducts(ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> sums)
    {
        TensorPrimitives.Multiply(one, other, _sums);
        SumWindows(_sums, sums);
    }

    /// <summary>How many values the 5 × 5 around each has where all count.</summary>
    private static float[] CountWhole(int side)
    {
        var counts = new float[side * side];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Reach(i / side, side) * Reach(i % side, side);
        return counts;
    }

    private static int Reach(int at, int side) => Math.Min(at + Radius, side - 1) - Math.Max(at - Radius, 0) + 1;

    /// <summary>
    /// Sums over the 5 × 5 around each value; what lies outside is 0. Each sum is taken from left to right and from top to bottom, many at
    /// once.
    /// </summary>
    private void SumWindows(ReadOnlySpan<float> values, Span<float> sums)
    {
        // All rows at once; where one ends and the next begins comes after.
        AddFive(values, 1, _across);
        for (var start = 0; start < values.Length; start += side)
        {
            for (var x = 0; x < Radius; x++)
            {
                _across[start + x] = SumOf(values.Slice(start, x + Radius + 1));
                _across[start + side - 1 - x] = SumOf(values.Slice(start + side - 1 - x - Radius, x + Radius + 1));
            }
        }

        AddFive(_across, side, sums);
        for (var y = 0; y < Radius; y++)
        {
            AddRows(0, y + Radius, sums.Slice(y * side, side));
            AddRows(side - 1 - y - Radius, side - 1, sums.Slice((side - 1 - y) * side, side));
        }
    }

    /// <summary>
    /// Each value plus the two before and the two after it, a step apart. The first and the last two steps are left as they are.
    /// </summary>
    private static void AddFive(ReadOnlySpan<float> values, int step, Span<float> sums)
    {
        var count = values.Length - (2 * Radius * step);
        sums = sums.Slice(Radius * step, count);
        TensorPrimitives.Add(values[..count], values.Slice(step, count), sums);
        for (var next = 2; next <= 2 * Radius; next++)
            TensorPrimitives.Add(sums, values.Slice(next * step, count), sums);
    }

    private void AddRows(int first, int last, Span<float> sum)
    {
        TensorPrimitives.Add(_across.AsSpan(first * side, side), _across.AsSpan((first + 1) * side, side), sum);
        for (var row = first + 2; row <= last; row++)
            TensorPrimitives.Add(sum, _across.AsSpan(row * side, side), sum);
    }

    private static float SumOf(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
