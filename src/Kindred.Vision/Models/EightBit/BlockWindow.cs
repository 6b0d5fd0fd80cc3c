using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>The window of a convolution that goes by steps of two pixels, so that it goes by steps of one over blocks of 2 × 2.</summary>
/// <param name="Rows">From the top down.</param>
/// <param name="Columns">From left to right.</param>
internal readonly record struct BlockWindow(BlockAxis Rows, BlockAxis Columns)
{
    private const int Block = BlockAxis.Block;

    /// <summary>The window of a convolution; <see langword="null"/> where it does not fit blocks.</summary>
    /// <param name="convolution">A convolution of pictures.</param>
    /// <param name="input">Their size.</param>
    public static BlockWindow? Of(NodeProto convolution, InputSpecification input)
    {
        var attributes = convolution.Attribute.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);
        long[] Ints(string name, params long[] others) => attributes.TryGetValue(name, out var attribute) ? [.. attribute.Ints] : others;
        var isPlain = (!attributes.TryGetValue("group", out var group) || group.I == 1)
            && (!attributes.TryGetValue("auto_pad", out var padding) || padding.S.ToStringUtf8() == "NOTSET")
            && Ints("dilations", 1, 1) is [1, 1]
            && Ints("strides", 1, 1) is [Block, Block];
        if (!isPlain
            || Ints("kernel_shape") is not [var height, var width]
            || Ints("pads", 0, 0, 0, 0) is not [var top, var left, var bottom, var right])
            return null;
        return BlockAxis.Of(input.Height, (int)height, (int)top, (int)bottom) is { } rows
            && BlockAxis.Of(input.Width, (int)width, (int)left, (int)right) is { } columns
            ? new(rows, columns)
            : null;
    }

    /// <summary>Brings a convolution's weights to blocks; there are zeros where a block goes beyond the window.</summary>
    /// <param name="weights">[outputs, colors, height, width].</param>
    /// <param name="colors">Channels of a pixel.</param>
    /// <returns>[outputs, 4 × colors, <see cref="Rows"/>, <see cref="Columns"/>], the pixels of a block row by row.</returns>
    public byte[] Rearrange(ReadOnlySpan<byte> weights, int colors)
    {
        var outputs = weights.Length / (colors * Rows.Pixels * Columns.Pixels);
        var blocks = new byte[outputs * colors * Block * Block * Rows.Length * Columns.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var (filter, place) = Math.DivRem(i, Rows.Pixels * Columns.Pixels);
            var (output, color) = Math.DivRem(filter, colors);
            var (y, x) = Math.DivRem(place, Columns.Pixels);
            var (row, down) = Rows.Place(y);
            var (column, across) = Columns.Place(x);
            var channel = (((((output * Block) + down) * Block) + across) * colors) + color;
            blocks[(((channel * Rows.Length) + row) * Columns.Length) + column] = weights[i];
        }

        return blocks;
    }
}
