using System.Runtime.InteropServices;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>An operator of a network that can be computed with 8-bit numbers.</summary>
/// <param name="Node">A convolution, an addition of two such maps, or the max pooling of one.</param>
/// <param name="Activation">What alone reads its output and cuts it off at 0 from below; rounding does that by itself.</param>
/// <param name="Bounds">What the activation leaves of the output, where it says so: 0 to 6 of a ReLU6.</param>
internal sealed record RoundedOperation(NodeProto Node, NodeProto? Activation, ActivationRange? Bounds)
{
    /// <summary>Name of the map that is rounded: the activation's output where there is one.</summary>
    public string Map => (Activation ?? Node).Output[0];

    /// <summary>Whether its output has the steps of its input, which no range has to say then.</summary>
    public bool KeepsSteps => Node.OpType == "MaxPool";

    /// <summary>
    /// Brings a network into the form that <see cref="Of"/> knows: normalizations become part of the convolutions before them, and the
    /// operator set is one that can round.
    /// </summary>
    /// <param name="network">The network; its model is changed.</param>
    /// <exception cref="KindredException">Its operator set is an old one, with an operator that became another since.</exception>
    public static void Prepare(ImportedNetwork network)
    {
        OperatorSet.Raise(network.Model);
        NormalizationFolding.Fold(network);
    }

    /// <summary>The operators of a network that was prepared, in the order they are computed in.</summary>
    /// <exception cref="KindredException">There are none.</exception>
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
                "MaxPool" => node.Output.Count == 1 && maps.Contains(node.Input[0]),
                _ => false,
            };
            if (!fits)
                continue;
            var reader = readers[node.Output[0]].ToList() is [var only] && !outputs.Contains(node.Output[0]) ? only : null;
            var operation = reader is null || node.OpType == "MaxPool" ? new(node, null, null) : With(node, reader, constants);
            operations.Add(operation);
            maps.Add(operation.Map);
        }

        return operations.Count > 0
            ? operations
            : throw new KindredException(
                Fault.ModelUnusable, "No convolution of the network can be computed with 8-bit numbers; use it with floats.");
    }

    /// <summary>The numbers of a constant for which <see cref="IsPlain"/>.</summary>
    public static ReadOnlySpan<float> Floats(TensorProto constant) =>
        constant.RawData.Length > 0 ? MemoryMarshal.Cast<byte, float>(constant.RawData.Span) : constant.FloatData.ToArray();

    /// <summary>Whether a constant's numbers are floats, and stand in the graph itself.</summary>
    public static bool IsPlain(TensorProto constant) =>
        constant.DataType == (int)TensorProto.Types.DataType.Float && (constant.RawData.Length > 0 || constant.FloatData.Count > 0);

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
}
