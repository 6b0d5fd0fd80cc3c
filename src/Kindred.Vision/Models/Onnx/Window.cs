namespace Kindred.Vision.Models.Onnx;

/// <summary>How a convolution or a pooling moves over a feature map.</summary>
/// <param name="Height">Window height.</param>
/// <param name="Width">Window width.</param>
/// <param name="StrideY">Rows from one window to the next.</param>
/// <param name="StrideX">Columns from one window to the next.</param>
/// <param name="DilationY">Rows from one tap to the next.</param>
/// <param name="DilationX">Columns from one tap to the next.</param>
/// <param name="Same">Whether the map is padded so that only the stride makes it smaller; else not at all.</param>
internal readonly record struct Window(int Height, int Width, int StrideY, int StrideX, int DilationY, int DilationX, bool Same)
{
    /// <summary>Output rows, and the rows of padding above and below.</summary>
    public (int Size, int Before, int After) Vertical(int size) => Along(size, Height, StrideY, DilationY);

    /// <summary>Output columns, and the columns of padding left and right.</summary>
    public (int Size, int Before, int After) Horizontal(int size) => Along(size, Width, StrideX, DilationX);

    // TensorFlow's rule: of an odd number of padding pixels the extra one goes after.
    private (int Size, int Before, int After) Along(int size, int taps, int stride, int dilation)
    {
        var span = ((taps - 1) * dilation) + 1;
        if (!Same)
            return (size < span ? 0 : ((size - span) / stride) + 1, 0, 0);
        var output = (size + stride - 1) / stride;
        var padding = Math.Max(0, ((output - 1) * stride) + span - size);
        return (output, padding / 2, padding - (padding / 2));
    }
}
