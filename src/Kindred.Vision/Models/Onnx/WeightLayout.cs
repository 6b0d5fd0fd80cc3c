namespace Kindred.Vision.Models.Onnx;

/// <summary>Rearranges convolution weights from TensorFlow's orders to ONNX's, outputs × inputs × height × width.</summary>
internal static class WeightLayout
{
    /// <summary>Half a cache line of floats.</summary>
    private const int OutputsAtOnce = 8;

    /// <summary>From [outputs][taps][inputs], as TensorFlow Lite has them; taps are height × width.</summary>
    public static float[] OhwiToOihw(ReadOnlySpan<float> weights, int outputs, int taps, int inputs)
    {
        var block = checked(taps * inputs);
        var result = new float[checked(outputs * block)];
        for (var output = 0; output < outputs; output++)
            Transpose(weights.Slice(output * block, block), result.AsSpan(output * block, block), taps, inputs);
        return result;
    }

    /// <summary>From [taps][inputs][outputs], as Keras has them.</summary>
    public static float[] HwioToOihw(ReadOnlySpan<float> weights, int taps, int inputs, int outputs)
    {
        var result = new float[checked(outputs * inputs * taps)];
        // A few outputs at a time: each is then written from its beginning to its end, and what is read lies side by side.
        for (var first = 0; first < outputs; first += OutputsAtOnce)
        {
            var last = Math.Min(outputs, first + OutputsAtOnce);
            for (var input = 0; input < inputs; input++)
            {
                for (var tap = 0; tap < taps; tap++)
                {
                    var read = weights.Slice(((tap * inputs) + input) * outputs, outputs);
                    for (var output = first; output < last; output++)
                        result[(((output * inputs) + input) * taps) + tap] = read[output];
                }
            }
        }

        return result;
    }

    /// <summary>From [rows][columns] to [columns][rows].</summary>
    public static float[] Transpose(ReadOnlySpan<float> weights, int rows, int columns)
    {
        var result = new float[checked(rows * columns)];
        Transpose(weights, result, rows, columns);
        return result;
    }

    private static void Transpose(ReadOnlySpan<float> source, Span<float> target, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                target[(column * rows) + row] = source[(row * columns) + column];
        }
    }
}
