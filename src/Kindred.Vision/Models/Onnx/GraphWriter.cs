using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Kindred.Vision.Models.Onnx;

/// <summary>Appends nodes and constants to an ONNX graph, giving each value a name of its own.</summary>
/// <param name="graph">The graph to append to.</param>
/// <param name="prefix">What new names start with; it must be free in the graph.</param>
internal sealed class GraphWriter(GraphProto graph, string prefix)
{
    private int _count;

    public GraphProto Graph => graph;

    /// <summary>Appends a node with one output and returns the output's name.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var output = NextName(operation);
        var node = new NodeProto { OpType = operation, Name = output };
        foreach (var input in inputs)
            node.Input.Add(input);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        node.Output.Add(output);
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Gives the value the name a graph output must have, without another node: its producer writes it there.</summary>
    public static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            Replace(node.Input, from, to);
            Replace(node.Output, from, to);
        }

        foreach (var value in graph.Initializer.Where(value => value.Name == from))
            value.Name = to;
        foreach (var value in graph.Input.Concat(graph.Output).Where(value => value.Name == from))
            value.Name = to;
    }

    /// <summary>Removes constants that no node reads: ONNX Runtime warns of them.</summary>
    public static void RemoveUnread(GraphProto graph)
    {
        var read = graph.Node.SelectMany(node => node.Input).ToHashSet(StringComparer.Ordinal);
        var kept = graph.Initializer.Where(value => read.Contains(value.Name)).ToList();
        graph.Initializer.Clear();
        graph.Initializer.AddRange(kept);
    }

    /// <summary>Adds a float constant; returns its name.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions) =>
        AddConstant(TensorProto.Types.DataType.Float, ByteString.CopyFrom(MemoryMarshal.AsBytes(values)), dimensions);

    /// <summary>Adds a float constant without copying it; returns its name. The numbers must not change from then on.</summary>
    public string Constant(float[] values, params ReadOnlySpan<long> dimensions)
    {
        var bytes = new FloatBytes(values);
        return AddConstant(TensorProto.Types.DataType.Float, UnsafeByteOperations.UnsafeWrap(bytes.Memory), dimensions);
    }

    /// <summary>Adds a constant of 64-bit integers; returns its name. Without dimensions it is a scalar.</summary>
    public string Constant(ReadOnlySpan<long> values, params ReadOnlySpan<long> dimensions) =>
        AddConstant(TensorProto.Types.DataType.Int64, ByteString.CopyFrom(MemoryMarshal.AsBytes(values)), dimensions);

    /// <summary>Adds a constant of bytes, whatever they are; returns its name.</summary>
    /// <param name="type">What they are.</param>
    /// <param name="bytes">The numbers, little-endian.</param>
    /// <param name="dimensions">The shape; none for a scalar.</param>
    public string Constant(TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> dimensions) =>
        AddConstant(type, ByteString.CopyFrom(bytes), dimensions);

    /// <summary>Describes a graph's input or output.</summary>
    public static ValueInfoProto Value(string name, TensorProto.Types.DataType type, string batch, params ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = batch });
        foreach (var dimension in dimensions)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static void Replace(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == from)
                names[i] = to;
        }
    }

    // ONNX stores raw data little-endian, as every platform .NET runs on here.
    private string AddConstant(TensorProto.Types.DataType type, ByteString bytes, ReadOnlySpan<long> dimensions)
    {
        var tensor = new TensorProto { Name = NextName("const"), DataType = (int)type, RawData = bytes };
        foreach (var dimension in dimensions)
            tensor.Dims.Add(dimension);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NextName(string kind) => $"{prefix}{_count++}_{kind}";
}
