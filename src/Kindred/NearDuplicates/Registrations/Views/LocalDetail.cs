using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// Each value less the mean of the 5 × 5 around it. A silhouette on a white wall makes all pictures of one kind of thing correlate;
/// what stands out locally is a picture's own.
/// </summary>
internal static class LocalDetail
{
    private const int Radius = 2;

    /// <summary>Computes the detail of the values that count.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="mask">1 where a value counts, 0 where it does not and its detail is 0.</param>
    /// <param name="side">Length of a row.</param>
    public static float[] Of(ReadOnlySpan<float> values, ReadOnlySpan<float> mask, int side)
    {
        var masked = new float[values.Length];
        TensorPrimitives.Multiply(values, mask, masked);

        var sums = BoxSums(masked, side);
        var counts = BoxSums(mask, side);
        for (var i = 0; i < masked.Length; i++)
            masked[i] = mask[i] == 0 ? 0 : masked[i] - (sums[i] / counts[i]);
        return masked;
    }

    /// <summary>Sums over the 5 × 5 around each value; what lies outside is 0.</summary>
    public static float[] BoxSums(ReadOnlySpan<float> values, int side)
    {
        var across = new float[values.Length];
        for (var row = 0; row < values.Length; row += side)
            SumAlong(values.Slice(row, side), across.AsSpan(row, side));

        var sums = new float[values.Length];
        for (var y = 0; y < side; y++)
        {
            var sum = sums.AsSpan(y * side, side);
            for (var other = Math.Max(0, y - Radius); other <= Math.Min(side - 1, y + Radius); other++)
                TensorPrimitives.Add(sum, across.AsSpan(other * side, side), sum);
        }

        return sums;
    }

    private static void SumAlong(ReadOnlySpan<float> values, Span<float> sums)
    {
        // Each number's own sum from left to right, many numbers at once.
        for (var offset = -Radius; offset <= Radius; offset++)
        {
            var others = values[Math.Max(0, offset)..Math.Min(values.Length, values.Length + offset)];
            var reached = sums.Slice(Math.Max(0, -offset), others.Length);
            TensorPrimitives.Add(reached, others, reached);
        }
    }
}
