using Google.Protobuf;
using Kindred.Vision;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Tests.Vision.Models;

/// <summary>Runs ONNX models in tests.</summary>
internal static class OnnxRun
{
    /// <summary>A network's tensors for one picture, each in its ONNX order and in the order they were asked for.</summary>
    public static IReadOnlyList<float[]> Network(ImportedNetwork network, float[] picture, int height, int width)
    {
        using var session = Open(network);
        using var input = OrtValue.CreateTensorValueFromMemory(picture, [picture.Length / (3 * height * width), 3, height, width]);
        return [.. network.Outputs.Select(output => Run(session, network.Input, input, output.Name))];
    }

    /// <summary>The tensors of a network that takes bytes, for one picture, uint8 [3, height, width].</summary>
    public static IReadOnlyList<float[]> NetworkOfBytes(ImportedNetwork network, byte[] picture, int height, int width) =>
        NetworkOfBytes(network, picture, [1, 3, height, width]);

    /// <summary>The tensors of a network that takes blocks of 2 × 2 pixels, for one picture, uint8 [12, size / 2, size / 2].</summary>
    public static IReadOnlyList<float[]> NetworkOfBlocks(ImportedNetwork network, byte[] picture, int size) =>
        NetworkOfBytes(network, picture, [1, 12, size / 2, size / 2]);

    /// <summary>The descriptors of pictures, RGB [N, height, width, 3].</summary>
    public static float[][] Descriptors(InferenceSession session, DescriptorGraph graph, byte[] pictures)
    {
        var layout = graph.Layout;
        var count = pictures.Length / layout.ViewBytes;
        var views = new byte[count * layout.Bytes];
        for (var i = 0; i < count; i++)
            layout.Write(pictures.AsSpan(i * layout.ViewBytes, layout.ViewBytes), views.AsSpan(i * layout.Bytes, layout.Bytes));
        using var input = OrtValue.CreateTensorValueFromMemory(views, [count * layout.Views, .. layout.Shape]);
        return [.. Run(session, DescriptorGraph.InputName, input, DescriptorGraph.OutputName).Chunk(graph.Shape.Dimensions)];
    }

    public static float[][] Descriptors(DescriptorGraph graph, byte[] pictures)
    {
        using var session = Open(graph);
        return Descriptors(session, graph, pictures);
    }

    public static InferenceSession Open(DescriptorGraph graph)
    {
        using var options = OnnxSession.NewOptions();
        options.IntraOpNumThreads = 1;
        return OnnxSession.Open(graph.ToByteArray(), options);
    }

    private static IReadOnlyList<float[]> NetworkOfBytes(ImportedNetwork network, byte[] picture, long[] shape)
    {
        using var session = Open(network);
        using var input = OrtValue.CreateTensorValueFromMemory(picture, shape);
        return [.. network.Outputs.Select(output => Run(session, network.Input, input, output.Name))];
    }

    private static InferenceSession Open(ImportedNetwork network)
    {
        using var options = OnnxSession.NewOptions();
        return OnnxSession.Open(network.Model.ToByteArray(), options);
    }

    private static float[] Run(InferenceSession session, string inputName, OrtValue input, string outputName)
    {
        using var options = new RunOptions();
        using var results = session.Run(options, [inputName], [input], [outputName]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
