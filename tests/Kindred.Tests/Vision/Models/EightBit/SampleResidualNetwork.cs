using System.Runtime.InteropServices;
using Google.Protobuf;
using Kindred.Vision.Models;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models.EightBit;

/// <summary>
/// The first layers of a residual network, as CNTK wrote such files: operator set 8, numbers in fields of their own type, convolutions
/// without a bias and normalizations behind them, a 7 × 7 filter and max pooling, a block around which the map is added, and one that
/// halves it, with a convolution of its own on the way around.
/// </summary>
internal sealed class SampleResidualNetwork
{
    public const int Size = 32;
    public const string Output = "last";

    private readonly Random _random = new(7);
    private readonly GraphProto _graph = new();
    private readonly GraphWriter _writer;

    private SampleResidualNetwork() => _writer = new GraphWriter(_graph, "r");

    /// <summary>Reads the network, as every model's is.</summary>
    public static ImportedNetwork Import()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("residual.onnx");
        File.WriteAllBytes(path, new SampleResidualNetwork().Write());
        return OnnxImporter.Import(path, Size, Size, [Output]);
    }

    private byte[] Write()
    {
        var first = Relu(Convolve("x", 3, 8, kernel: 7, stride: 2));
        var pooled = _writer.Node(
            "MaxPool", [first], NodeAttribute.Ints("kernel_shape", 3, 3), NodeAttribute.Ints("strides", 2, 2),
            NodeAttribute.Ints("pads", 1, 1, 0, 0));
        var plain = Relu(_writer.Node("Add", [Convolve(Relu(Convolve(pooled, 8, 8, 3, 1)), 8, 8, 3, 1), pooled]));
        var around = Convolve(plain, 8, 16, kernel: 1, stride: 2);
        var halved = Relu(_writer.Node("Add", [Convolve(Relu(Convolve(plain, 8, 16, 3, 2)), 16, 16, 3, 1), around]));
        GraphWriter.Rename(_graph, halved, Output);
        foreach (var constant in _graph.Initializer)
        {
            constant.FloatData.AddRange(MemoryMarshal.Cast<byte, float>(constant.RawData.Span));
            constant.ClearRawData();
        }

        return SampleNetwork.Model(_graph, 8, Size, Size, "x", Output);
    }

    private string Relu(string map) => _writer.Node("Relu", [map]);

    private string Convolve(string map, int inputs, int outputs, int kernel, int stride)
    {
        var before = kernel / 2;
        // A window that moves by two needs a pixel less behind than before.
        var after = stride == 2 && kernel > 1 ? before - 1 : before;
        var spread = MathF.Sqrt(3f / (inputs * kernel * kernel));
        var convolved = _writer.Node(
            "Conv", [map, Constant(outputs * inputs * kernel * kernel, -spread, spread, outputs, inputs, kernel, kernel)],
            NodeAttribute.Ints("kernel_shape", kernel, kernel), NodeAttribute.Ints("strides", stride, stride),
            NodeAttribute.Ints("pads", before, before, after, after));
        return _writer.Node(
            "BatchNormalization",
            [
                convolved, Constant(outputs, 0.5f, 1.5f, outputs), Constant(outputs, -0.3f, 0.3f, outputs),
                Constant(outputs, -0.3f, 0.3f, outputs), Constant(outputs, 0.1f, 0.6f, outputs),
            ],
            NodeAttribute.Int("spatial", 1));
    }

    private string Constant(int count, float low, float high, params ReadOnlySpan<long> dimensions)
    {
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = low + ((high - low) * _random.NextSingle());
        return _writer.Constant(numbers, dimensions);
    }
}
