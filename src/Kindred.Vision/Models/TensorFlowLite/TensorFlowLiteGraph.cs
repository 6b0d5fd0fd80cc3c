using System.Runtime.InteropServices;

namespace Kindred.Vision.Models.TensorFlowLite;

/// <summary>The first graph of a TensorFlow Lite file. Field numbers are those of TensorFlow's <c>schema.fbs</c>.</summary>
internal sealed class TensorFlowLiteGraph
{
    private const byte Float32 = 0;
    private const byte Float16 = 1;

    private readonly FlatTable[] _buffers;
    private readonly List<TensorFlowLiteOperation> _operations;

    private TensorFlowLiteGraph(
        FlatTable[] buffers, List<TensorFlowLiteTensor> tensors, List<TensorFlowLiteOperation> operations, int input)
    {
        _buffers = buffers;
        Tensors = tensors;
        _operations = operations;
        Input = input;
    }

    public IReadOnlyList<TensorFlowLiteTensor> Tensors { get; }

    /// <summary>Number of the input tensor.</summary>
    public int Input { get; }

    public static TensorFlowLiteGraph Read(byte[] data)
    {
        if (data.Length < 8 || !data.AsSpan(4, 4).SequenceEqual("TFL3"u8))
            throw new InvalidDataException("the mark TFL3 is missing");
        var model = FlatTable.Root(data);
        // The code moved to a wider field; whichever is set is the larger.
        var codes = model.Tables(1).Select(code => Math.Max((int)(sbyte)code.Byte(0), code.Int(3))).ToArray();
        var graph = model.Tables(2) is [var first, ..] ? first : throw new InvalidDataException("it holds no graph");
        var tensors = graph.Tables(0)
            .Select(tensor => new TensorFlowLiteTensor(tensor.Text(3), tensor.Ints(0), tensor.Byte(1), tensor.Int(2)))
            .ToList();
        var operations = graph.Tables(3)
            .Select(operation =>
                new TensorFlowLiteOperation(codes[operation.Int(0)], operation.Ints(1), operation.Ints(2), operation.Child(4)))
            .ToList();
        var input = graph.Ints(1) is [var only] ? only : throw new InvalidDataException("it does not have one input");
        return new(model.Tables(4), tensors, operations, input);
    }

    /// <summary>The operators the tensors need, in the order they are computed.</summary>
    public IReadOnlyList<TensorFlowLiteOperation> Needed(IEnumerable<int> tensors)
    {
        var wanted = tensors.ToHashSet();
        var needed = new List<TensorFlowLiteOperation>();
        // Operators are stored in the order of execution, so one pass from the end suffices.
        foreach (var operation in Enumerable.Reverse(_operations).Where(operation => operation.Outputs.Any(wanted.Contains)))
        {
            needed.Add(operation);
            wanted.UnionWith(operation.Inputs);
        }

        needed.Reverse();
        return needed;
    }

    public string TensorName(int tensor) => tensor >= 0 && tensor < Tensors.Count ? Tensors[tensor].Name : $"tensor {tensor}";

    /// <summary>A constant tensor's values, float16 widened.</summary>
    public (float[] Values, int[] Shape) Constant(int number)
    {
        var tensor = Tensors[number];
        var data = _buffers[tensor.Buffer].Bytes(0);
        var count = tensor.Shape.Aggregate(1, (product, size) => checked(product * size));
        var width = tensor.Type switch
        {
            Float32 => sizeof(float),
            Float16 => 2,
            _ => throw new InvalidDataException($"'{tensor.Name}' has element type {tensor.Type}; only float32 and float16 are read"),
        };
        if (count <= 0 || data.Length != (long)count * width)
            throw new InvalidDataException($"'{tensor.Name}' should hold {count} numbers but has {data.Length} bytes");
        var values = new float[count];
        if (tensor.Type == Float32)
            data.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        else
            System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data), values);
        return (values, tensor.Shape);
    }
}

/// <summary>A tensor of the graph.</summary>
/// <param name="Name">Its name, or the names of all that were fused into it, joined with <c>;</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">Number of its element type.</param>
/// <param name="Buffer">Number of the buffer with its values; an empty one where it is computed.</param>
internal sealed record TensorFlowLiteTensor(string Name, int[] Shape, byte Type, int Buffer);
