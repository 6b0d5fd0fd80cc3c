using System.Numerics.Tensors;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Rounds a convolution's weights to whole numbers, for each output channel with a scale of its own: weight ≈ scale × number.
/// </summary>
/// <remarks>
/// Filters are rounded so that their sum is kept. What a filter sees is mostly alike from pixel to pixel and of one sign, behind a
/// rectified activation at least; errors that cancel out are hardly seen, and errors that add up shift the whole channel. That is most of
/// what rounding to the nearest costs a depthwise network, whose filters have nine weights.
/// </remarks>
internal static class WeightRounding
{
    /// <summary>The scales: the largest weight of a channel becomes ± <paramref name="steps"/>.</summary>
    /// <param name="weights">[outputs][weights of one].</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="steps">The greatest number, at most 127.</param>
    public static float[] Scales(ReadOnlySpan<float> weights, int outputs, int steps)
    {
        var scales = new float[outputs];
        var length = weights.Length / outputs;
        for (var output = 0; output < outputs; output++)
        {
            var largest = TensorPrimitives.MaxMagnitude(weights.Slice(output * length, length));
            // A channel of zeros is zero with any scale.
            scales[output] = largest == 0 ? 1 : Math.Abs(largest) / steps;
        }

        return scales;
    }

    /// <summary>The whole numbers.</summary>
    /// <param name="weights">[outputs][weights of one].</param>
    /// <param name="scales">The scale of each output channel.</param>
    /// <param name="steps">The greatest number, at most 127.</param>
    public static sbyte[] Round(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, int steps)
    {
        var rounded = new sbyte[weights.Length];
        var length = weights.Length / scales.Length;
        for (var output = 0; output < scales.Length; output++)
            RoundOne(weights.Slice(output * length, length), scales[output], steps, rounded.AsSpan(output * length, length));
        return rounded;
    }

    // To the nearest; then those that were nearest to being rounded the other way are, until the sum is right to half a step.
    private static void RoundOne(ReadOnlySpan<float> weights, float scale, int steps, Span<sbyte> rounded)
    {
        var lost = new float[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = weights[i] / scale;
            rounded[i] = (sbyte)Math.Clamp(MathF.Round(exact), -steps, steps);
            lost[i] = exact - rounded[i];
        }

        var missing = (int)MathF.Round(TensorPrimitives.Sum<float>(lost));
        for (; missing != 0; missing -= Math.Sign(missing))
        {
            var moved = missing > 0 ? TensorPrimitives.IndexOfMax<float>(lost) : TensorPrimitives.IndexOfMin<float>(lost);
            // The largest weight of all has no step beyond its own, but it was not rounded either.
            rounded[moved] = (sbyte)Math.Clamp(rounded[moved] + Math.Sign(missing), -steps, steps);
            lost[moved] -= Math.Sign(missing);
        }
    }
}
