using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Rewrites a network so that ONNX Runtime computes its convolutions and additions with 8-bit numbers: feature maps unsigned, with one
/// scale and zero point for a map; weights signed, with one scale for an output channel; sums in 32 bits.
/// </summary>
/// <remarks>
/// <para>
/// The result is in QDQ form: what is rounded goes through a QuantizeLinear and a DequantizeLinear, which ONNX Runtime unites with the
/// operator between two pairs. The largest number of a window is one of a map's numbers, so max pooling keeps the map's steps. What is
/// none of these takes and gives floats, as before.
/// </para>
/// <para>
/// Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018; Krishnamoorthi,
/// "Quantizing deep convolutional networks for efficient inference: A whitepaper", 2018, for scales by channel.
/// </para>
/// </remarks>
internal sealed class NetworkQuantizer
{
    private const TensorProto.Types.DataType UInt8 = TensorProto.Types.DataType.Uint8;
    private const TensorProto.Types.DataType Int8 = TensorProto.Types.DataType.Int8;
    private const TensorProto.Types.DataType Int32 = TensorProto.Types.DataType.Int32;

    /// <summary>
    /// The greatest weight, after rounding. Processors without an instruction for sums of products of bytes add such products in pairs
    /// of 16 bits; 2 × 255 × 64 is about the most that fits. So sums are exact everywhere, and a picture has one embedding.
    /// </summary>
    private const int WeightSteps = 64;

    private readonly GraphProto _graph;
    private readonly GraphWriter _writer;
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, RoundedMap> _maps = new(StringComparer.Ordinal);

    private NetworkQuantizer(GraphProto graph)
    {
        _graph = graph;
        _writer = new GraphWriter(graph, "int8/");
        _constants = graph.Initializer.ToDictionary(value => value.Name, StringComparer.Ordinal);
    }

    /// <summary>Rewrites a network.</summary>
    /// <param name="network">The network; its model is changed.</param>
    /// <param name="input">What it wants to see.</param>
    /// <param name="specification">Between what its maps lie.</param>
    /// <exception cref="KindredException">
    /// The specification does not say that of a map, or nothing of the network can be computed with 8-bit numbers.
    /// </exception>
    public static ImportedNetwork Quantize(ImportedNetwork network, InputSpecification input, EightBitSpecification specification)
    {
        RoundedOperation.Prepare(network);
        var operations = RoundedOperation.Of(network);
        var quantizer = new NetworkQuantizer(network.Model.Graph);
        quantizer.Rewrite(network.Input, input, operations, specification);
        var graph = network.Model.Graph;
        var takesBytes = RoundedMap.OfPicture(input) is not null;
        if (takesBytes)
            graph.Input.Single(value => value.Name == network.Input).Type.TensorType.ElemType = (int)UInt8;
        foreach (var output in graph.Output)
            output.Name = quantizer.ValueOf(output.Name);
        return network with
        {
            TakesBytes = takesBytes,
            Outputs = [.. network.Outputs.Select(output => output with { Name = quantizer.ValueOf(output.Name) })],
        };
    }

    // What was rounded is read as it is after rounding, all else as before.
    private string ValueOf(string name) => _maps.TryGetValue(name, out var map) ? map.Value : name;

    private void Rewrite(
        string input, InputSpecification seen, IReadOnlyList<RoundedOperation> operations, EightBitSpecification specification)
    {
        var rounded = operations.ToDictionary(operation => operation.Node);
        var activations = operations.Select(operation => operation.Activation).OfType<NodeProto>().ToHashSet();
        var nodes = _graph.Node.ToList();
        _graph.Node.Clear();
        _maps[input] = RoundInput(input, seen);
        foreach (var node in nodes.Where(node => !activations.Contains(node)))
        {
            var operation = rounded.GetValueOrDefault(node);
            RoundedMap? kept = operation is { KeepsSteps: true } ? _maps[node.Input[0]] : null;
            if (operation is not null && node.OpType == "Conv")
                RoundWeights(node);
            for (var i = 0; i < node.Input.Count; i++)
                node.Input[i] = ValueOf(node.Input[i]);
            _graph.Node.Add(node);
            if (kept is var (_, scale, zeroPoint, shift))
                _maps[node.Output[0]] = Round(node.Output[0], scale, zeroPoint, shift);
            else if (operation is not null)
                _maps[operation.Map] = Round(node.Output[0], operation.Bounds ?? specification.RangeOf(operation.Map));
        }

        // The floats that were rounded, and the bounds of activations.
        GraphWriter.RemoveUnread(_graph);
    }

    // Pictures come in bytes. Where all channels are scaled alike, these are the rounded numbers; else they are scaled, then rounded.
    private RoundedMap RoundInput(string input, InputSpecification seen)
    {
        if (RoundedMap.OfPicture(seen) is var (scale, zeroPoint, shift))
            return new(Dequantize(input, Scalar(scale), _writer.Constant(UInt8, [zeroPoint])), scale, zeroPoint, shift);
        var least = seen.Mean.Zip(seen.StandardDeviation, (mean, deviation) => -mean / deviation).Min();
        var greatest = seen.Mean.Zip(seen.StandardDeviation, (mean, deviation) => (1 - mean) / deviation).Max();
        return Round(input, ActivationRange.Of(least, greatest));
    }

    private RoundedMap Round(string value, ActivationRange range) => Round(value, range.Scale, range.ZeroPoint);

    private RoundedMap Round(string value, float scale, byte zeroPoint, float shift = 0)
    {
        var (step, zero) = (Scalar(scale), _writer.Constant(UInt8, [zeroPoint]));
        return new(Dequantize(_writer.Node("QuantizeLinear", [value, step, zero]), step, zero), scale, zeroPoint, shift);
    }

    private void RoundWeights(NodeProto convolution)
    {
        var map = _maps[convolution.Input[0]];
        var shape = _constants[convolution.Input[1]].Dims.ToArray();
        var outputs = (int)shape[0];
        var weights = RoundedOperation.Floats(_constants[convolution.Input[1]]);
        var scales = WeightRounding.Scales(weights, outputs, WeightSteps);
        var rounded = WeightRounding.Round(weights, scales, WeightSteps);

        var bias = new float[outputs];
        if (convolution.Input.Count > 2)
            RoundedOperation.Floats(_constants[convolution.Input[2]]).CopyTo(bias);
        for (var output = 0; map.Shift != 0 && output < outputs; output++)
        {
            var length = weights.Length / outputs;
            bias[output] += map.Shift * TensorPrimitives.Sum(weights.Slice(output * length, length));
        }

        // A bias is a sum of products, so its scale is theirs.
        float[] sums = [.. scales.Select(scale => scale * map.Scale)];
        int[] roundedBias =
            [.. bias.Zip(sums, (value, scale) => (int)Math.Clamp(Math.Round((double)value / scale), int.MinValue, int.MaxValue))];
        string[] inputs =
        [
            convolution.Input[0],
            Dequantize(_writer.Constant(Int8, MemoryMarshal.AsBytes<sbyte>(rounded), shape), scales, Int8, sizeof(sbyte)),
            Dequantize(_writer.Constant(Int32, MemoryMarshal.AsBytes<int>(roundedBias), outputs), sums, Int32, sizeof(int)),
        ];
        convolution.Input.Clear();
        convolution.Input.AddRange(inputs);
    }

    private string Scalar(float value) => _writer.Constant([value]);

    private string Dequantize(string value, float[] scales, TensorProto.Types.DataType type, int bytes) =>
        _writer.Node(
            "DequantizeLinear",
            [value, _writer.Constant(scales, scales.Length), _writer.Constant(type, new byte[scales.Length * bytes], scales.Length)],
            NodeAttribute.Int("axis", 0));

    private string Dequantize(string value, string scale, string zeroPoint) =>
        _writer.Node("DequantizeLinear", [value, scale, zeroPoint]);
}
