using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Lets a network that computes with 8-bit numbers take its pictures in blocks of 2 × 2 pixels with 12 channels, where its first
/// convolution goes by steps of two: ONNX Runtime's fast kernels want channels in fours, and fewer, longer pieces of memory.
/// </summary>
/// <remarks>
/// The convolution goes by steps of one over blocks, and has the same products and zeros beside them. Sums of whole numbers do not
/// depend on their order, so the result is the same to the last bit.
/// </remarks>
internal static class SpaceToDepth
{
    private const int Block = BlockAxis.Block;
    private const int Channels = 3;

    /// <summary>Rewrites a network, where that can be done; else it stays as it is.</summary>
    /// <param name="network">As <see cref="NetworkQuantizer"/> leaves it; its model is changed.</param>
    /// <param name="input">What it wants to see.</param>
    public static ImportedNetwork Apply(ImportedNetwork network, InputSpecification input)
    {
        var graph = network.Model.Graph;
        // Where channels are scaled differently, floats are rounded first. Bytes can be had from a table instead.
        var rounding = network.TakesBytes ? null : Reader(graph, network.Input, "QuantizeLinear");
        if ((!network.TakesBytes && rounding is null)
            || Reader(graph, rounding?.Output[0] ?? network.Input, "DequantizeLinear") is not { } picture
            || Reader(graph, picture.Output[0], "Conv") is not { } convolution
            || graph.Node.SingleOrDefault(node => node.Output.Contains(convolution.Input[1])) is not { OpType: "DequantizeLinear" } weights
            || BlockWindow.Of(convolution, input) is not { } window)
            return network;

        Rewrite(graph, convolution, weights, window);
        IReadOnlyList<byte[]>? tables = null;
        if (rounding is not null)
        {
            tables = Tables(graph, rounding, input);
            graph.Node.Remove(rounding);
            picture.Input[0] = network.Input;
        }

        graph.Input.Clear();
        graph.Input.Add(GraphWriter.Value(
            network.Input, TensorProto.Types.DataType.Uint8, "N", Channels * Block * Block, input.Height / Block, input.Width / Block));
        GraphWriter.RemoveUnread(graph);
        return network with { TakesBytes = true, Block = Block, Tables = tables };
    }

    // What alone reads a value, where it is such an operator.
    private static NodeProto? Reader(GraphProto graph, string value, string operation) =>
        graph.Node.Where(node => node.Input.Contains(value)).ToList() is [var only] && only.OpType == operation ? only : null;

    // What the graph would compute of each byte: scaled with floats, then rounded.
    private static byte[][] Tables(GraphProto graph, NodeProto rounding, InputSpecification input)
    {
        var step = RoundedOperation.Floats(Constant(graph, rounding.Input[1]))[0];
        var zero = Constant(graph, rounding.Input[2]).RawData[0];
        byte Rounded(float value, float mean, float deviation)
        {
            var scaled = (value * (1 / (255 * deviation))) + (-mean / deviation);
            return (byte)Math.Clamp(MathF.Round(scaled / step) + zero, byte.MinValue, byte.MaxValue);
        }

        return
        [
            .. input.Mean.Zip(input.StandardDeviation, (mean, deviation) =>
                Enumerable.Range(0, 256).Select(value => Rounded(value, mean, deviation)).ToArray()),
        ];
    }

    // Weights are bytes [outputs, 3, height, width], which scales make floats of.
    private static void Rewrite(GraphProto graph, NodeProto convolution, NodeProto weights, BlockWindow window)
    {
        var bytes = Constant(graph, weights.Input[0]);
        var (rows, columns) = (window.Rows, window.Columns);
        weights.Input[0] = new GraphWriter(graph, "int8/blocks/").Constant(
            TensorProto.Types.DataType.Int8,
            window.Rearrange(bytes.RawData.Span, Channels),
            bytes.Dims[0], Channels * Block * Block, rows.Length, columns.Length);

        string[] changed = ["kernel_shape", "strides", "pads"];
        foreach (var attribute in convolution.Attribute.Where(attribute => changed.Contains(attribute.Name)).ToList())
            convolution.Attribute.Remove(attribute);
        convolution.Attribute.Add(NodeAttribute.Ints("kernel_shape", rows.Length, columns.Length));
        convolution.Attribute.Add(NodeAttribute.Ints("strides", 1, 1));
        convolution.Attribute.Add(NodeAttribute.Ints("pads", rows.Before, columns.Before, rows.After, columns.After));
    }

    private static TensorProto Constant(GraphProto graph, string name) => graph.Initializer.Single(value => value.Name == name);
}
