using Google.FlatBuffers;

namespace Kindred.Tests.Vision.Models;

/// <summary>A TensorFlow Lite file of one operator, written for tests by field number.</summary>
internal static class SampleTensorFlowLite
{
    /// <summary>A graph <c>in → operator → path/out</c> over maps of 8×8×3.</summary>
    public static byte[] OneOperator(int code)
    {
        var builder = new FlatBufferBuilder(256);
        var buffers = Tables(builder, [Table(builder, [])]);
        var tensors = Tables(builder, [Tensor(builder, "in"), Tensor(builder, "path/out;fused/other")]);
        var inputs = Ints(builder, 0);
        var outputs = Ints(builder, 1);
        var operation = Table(builder, [(1, inputs), (2, outputs)]);
        var operations = Tables(builder, [operation]);
        var graph = Table(builder, [(0, tensors), (1, inputs), (2, outputs), (3, operations)]);
        var graphs = Tables(builder, [graph]);
        builder.StartTable(4);
        builder.AddSbyte(0, (sbyte)Math.Min(code, 127), 0);
        builder.AddInt(3, code, 0);
        var codes = Tables(builder, [builder.EndTable()]);
        builder.Finish(Table(builder, [(1, codes), (2, graphs), (4, buffers)]), "TFL3");
        return builder.SizedByteArray();
    }

    private static int Tensor(FlatBufferBuilder builder, string name)
    {
        var label = builder.CreateString(name).Value;
        var shape = Ints(builder, 1, 8, 8, 3);
        return Table(builder, [(0, shape), (3, label)]);
    }

    private static int Table(FlatBufferBuilder builder, (int Field, int Offset)[] fields)
    {
        builder.StartTable(5);
        foreach (var (field, offset) in fields)
            builder.AddOffset(field, offset, 0);
        return builder.EndTable();
    }

    private static int Tables(FlatBufferBuilder builder, int[] tables)
    {
        builder.StartVector(4, tables.Length, 4);
        foreach (var table in tables.Reverse())
            builder.AddOffset(table);
        return builder.EndVector().Value;
    }

    private static int Ints(FlatBufferBuilder builder, params int[] values)
    {
        builder.StartVector(4, values.Length, 4);
        foreach (var value in values.Reverse())
            builder.AddInt(value);
        return builder.EndVector().Value;
    }
}
