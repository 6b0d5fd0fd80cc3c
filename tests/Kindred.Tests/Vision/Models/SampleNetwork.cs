using Google.Protobuf;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models;

/// <summary>Small ONNX models written for tests.</summary>
internal static class SampleNetwork
{
    /// <summary>A model around a graph whose input is float [batch, 3, height, width] called <paramref name="input"/>.</summary>
    public static byte[] Model(GraphProto graph, long opset, int height, int width, string input, string output)
    {
        graph.Name = "sample";
        // As exporters wrote it at the time: batch fixed at 1, and constants listed as inputs too.
        graph.Input.Add(Fixed(input, 1, 3, height, width));
        foreach (var constant in graph.Initializer)
        {
            var value = Fixed(constant.Name, [.. constant.Dims]);
            value.Type.TensorType.ElemType = constant.DataType;
            graph.Input.Add(value);
        }

        graph.Output.Add(Fixed(output, 1, 1));
        graph.Output[0].Type.TensorType.Shape = null;
        var model = new ModelProto { IrVersion = 3, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model.ToByteArray();
    }

    /// <summary>A network whose feature map, called <c>map</c>, is its input.</summary>
    public static byte[] Identity(int height, int width)
    {
        var graph = new GraphProto();
        var writer = new GraphWriter(graph, "s");
        float[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        var map = writer.Node("Conv", ["x", writer.Constant(identity, 3, 3, 1, 1)]);
        GraphWriter.Rename(graph, map, "map");
        return Model(graph, 13, height, width, "x", "map");
    }

    private static ValueInfoProto Fixed(string name, params ReadOnlySpan<long> dimensions)
    {
        var value = GraphWriter.Value(name, TensorProto.Types.DataType.Float, "", dimensions);
        value.Type.TensorType.Shape.Dim.RemoveAt(0);
        return value;
    }
}
