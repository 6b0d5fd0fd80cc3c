using System.Runtime.InteropServices;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>An operator of a network that can be computed with 8-bit numbers.</summary>
/// <param name="Node">A convolution, or an addition of two such maps.</param>
/// <param name="Activation">What alone reads its output and cuts it off at 0 from below; rounding does that by itself.</param>
/// <param name="Bounds">What the activation leaves of the output, where it says so: 0 to 6 of a ReLU6.</param>
internal sealed record RoundedOperation(NodeProto Node, NodeProto? Activation, ActivationRange? Bounds)
{
    /// <summary>Name of the map that is rounded: the activation's output where there is one.</summary>
    public string Map => (Activation ?? Node).Output[0];

    /// <summary>The operators of a network, in the order they are computed in.</summary>
    public static IReadOnlyList<RoundedOperation> Of(ImportedNetwork network)
    {
        var graph = network.Model.Graph;
        var constants = graph.Initializer.ToDictionary(value => value.Name, StringComparer.Ordinal);
        var readers = graph.Node.SelectMany(node => node.Input.Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node, StringComparer.Ordinal);
        var outputs = network.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var maps = new HashSet<string>(StringComparer.Ordinal) { network.Input };
        var operations = new List<RoundedOperation>();
        foreach (var node in graph.Node)
        {
            var fits = node.OpType switch
            {
                "Conv" => maps.Contains(node.Input[0])
                    && node.Input.Skip(1).All(input => constants.TryGetValue(input, out var value) && IsPlain(value)),
                "Add" => node.Input.All(maps.Contains),
                _ => false,
            };
            if (!fits)
                continue;
            var reader = readers[node.Output[0]].ToList() is [var only] && !outputs.Contains(node.Output[0]) ? only : null;
            var operation = reader is null ? new(node, null, null) : With(node, reader, constants);
            operations.Add(operation);
            maps.Add(operation.Map);
        }

        return operations;
    }

    /// <summary>The numbers of a constant that is known to be one.</summary>
    public static ReadOnlySpan<float> Floats(TensorProto constant) => MemoryMarshal.Cast<byte, float>(constant.RawData.Span);

    private static RoundedOperation With(NodeProto node, NodeProto reader, Dictionary<string, TensorProto> constants)
    {
        if (reader.OpType == "Relu")
            return new(node, reader, null);
        var isClip = reader is { OpType: "Clip", Input.Count: 3 }
            && reader.Input.Skip(1).All(input => constants.TryGetValue(input, out var value) && IsPlain(value));
        if (!isClip)
            return new(node, null, null);
        var (low, high) = (Floats(constants[reader.Input[1]])[0], Floats(constants[reader.Input[2]])[0]);
        return low == 0 && high > 0 ? new(node, reader, new(low, high)) : new(node, null, null);
    }

    private static bool IsPlain(TensorProto value) =>
        value.DataType == (int)TensorProto.Types.DataType.Float && value.RawData.Length > 0;
}
