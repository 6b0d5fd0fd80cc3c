using Kindred.Vision.Models;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models;

public sealed class OnnxImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A picture of (1, 2, 3) everywhere under the weights (1, 1, 1) and (−1, 0, 0): 6 and, after the ReLU, 0.
    [Theory]
    [InlineData(7)]
    [InlineData(18)]
    public void Import_Classifier_IsCutAtTheMapBeforeGlobalPooling(long opset)
    {
        var path = _folder.Write("classifier.onnx", Classifier(opset, "GlobalAveragePool"));

        var network = OnnxImporter.Import(path, 8, 8, [null, "conv"]);
        float[] picture = [.. new float[] { 1, 2, 3 }.SelectMany(color => Enumerable.Repeat(color, 64))];
        var tensors = OnnxRun.Network(network, [.. picture, .. picture], 8, 8);

        Assert.Equal([2, 4, 4], network.Outputs[0].Shape);
        Assert.Equal(["relu", "conv"], network.Outputs.Select(output => output.Name));
        float[] map = [.. Enumerable.Repeat(6f, 16), .. Enumerable.Repeat(0f, 16)];
        Assert.Equal([.. map, .. map], tensors[0]);
        Assert.Equal(-1, tensors[1][16]);
        Assert.Equal(["Conv", "Relu"], network.Model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(2, network.Model.Graph.Initializer.Count);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(18)]
    public void Build_ClassifierOfAnyOperatorSet_TakesTheWholeHead(long opset)
    {
        var path = _folder.Write("classifier.onnx", Classifier(opset, "GlobalAveragePool"));
        var recipe = new ModelRecipe
        {
            Input = new() { Width = 8, Height = 8 },
            Head = new()
            {
                Parts =
                [
                    new() { Pool = Pooling.GeneralizedMean, Grid = 3 },
                    new() { Pool = Pooling.Max, Grid = 2 },
                    new() { Pool = Pooling.Flatten },
                ],
                Mirror = true,
            },
        };

        var graph = DescriptorGraph.Build(recipe, path);
        var descriptors = OnnxRun.Descriptors(graph, [.. Enumerable.Repeat((byte)255, 3 * 8 * 8 * 3)]);

        Assert.Equal((9 + 4 + 16) * 2, graph.Shape.Dimensions);
        Assert.Equal(3, descriptors.Length);
        // Every part holds one and the same number in its first channel and 0 in its second.
        Assert.Equal(1 / Math.Sqrt(3 * 9), descriptors[2][0], 1e-5);
        Assert.Equal(0, descriptors[2][1]);
        Assert.Equal(1 / Math.Sqrt(3 * 16), descriptors[2][^2], 1e-5);
    }

    [Theory]
    [InlineData("Flatten")]
    [InlineData("Reshape")]
    public void Import_ClassifierWithoutGlobalPooling_IsCutAtTheMapThatIsFlattened(string how)
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, how));

        Assert.Equal("relu", OnnxImporter.Import(path, 8, 8, [null]).Outputs[0].Name);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    public void Import_ClassifierThatPoolsByReducing_IsCutBefore(long opset)
    {
        var path = _folder.Write("classifier.onnx", Classifier(opset, "ReduceMean"));

        Assert.Equal("relu", OnnxImporter.Import(path, 8, 8, [null]).Outputs[0].Name);
    }

    [Fact]
    public void Import_VectorAsked_KeepsItsShape()
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, "Flatten"));

        Assert.Equal([5], OnnxImporter.Import(path, 8, 8, ["scores"]).Outputs[0].Shape);
    }

    [Fact]
    public void Build_PoolingOfAVector_SaysThatItIsNoMap()
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, "Flatten"));
        var recipe = new ModelRecipe
        {
            Input = new() { Width = 8, Height = 8 },
            Head = new() { Parts = [new() { Tensor = "scores", Pool = Pooling.Max }] },
        };

        var exception = Assert.Throws<KindredException>(() => DescriptorGraph.Build(recipe, path));

        Assert.Contains("scores has shape [N, 5], not a feature map", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_UnknownTensor_ListsSomeThatAreThere()
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, "Flatten"));

        Assert.Contains("conv", Fault(path, "conv2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_BatchBakedIn_SaysSo()
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, "Reshape"));

        // The reshape is to one picture's size, so two make one vector of twice the length.
        Assert.Contains("one picture at a time", Fault(path, "flat"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OldOperatorSet_SaysWhichIsNeeded()
    {
        var path = _folder.Write("classifier.onnx", Classifier(6, "GlobalAveragePool"));

        Assert.Contains("7 or later", Fault(path, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void Import_CutOffFile_IsAClearError(int length)
    {
        var path = _folder.Write("classifier.onnx", Classifier(13, "Flatten")[..length]);

        Assert.Contains("damaged", Fault(path, null), StringComparison.Ordinal);
    }

    private static string Fault(string path, string? tensor) =>
        Assert.Throws<KindredException>(() => OnnxImporter.Import(path, 8, 8, [tensor])).Message;

    // images → conv → relu → pooling or flattening → embeddings → scores: names that a descriptor graph uses itself.
    private static byte[] Classifier(long opset, string tail)
    {
        var graph = new GraphProto();
        var writer = new GraphWriter(graph, "s");
        float[] kernel = [1, 1, 1, -1, 0, 0];
        string[] inputs = ["images", writer.Constant(kernel, 2, 3, 1, 1), writer.Constant([0f, 0], 2)];
        var conv = writer.Node("Conv", inputs, NodeAttribute.Ints("strides", 2, 2));
        var relu = writer.Node("Relu", [conv]);
        GraphWriter.Rename(graph, conv, "conv");
        GraphWriter.Rename(graph, relu, "relu");
        var features = tail is "Flatten" or "Reshape" ? 32 : 2;
        var pooled = tail switch
        {
            "GlobalAveragePool" => writer.Node(tail, ["relu"]),
            "ReduceMean" when opset < 18 => writer.Node(tail, ["relu"], NodeAttribute.Ints("axes", 2, 3)),
            "ReduceMean" => writer.Node(tail, ["relu", writer.Constant([-1L, -2], 2)]),
            _ => "relu",
        };
        var flat = tail == "Reshape" ? writer.Node(tail, [pooled, writer.Constant([1L, -1], 2)]) : writer.Node("Flatten", [pooled]);
        var name = tail == "Reshape" ? "flat" : "embeddings";
        GraphWriter.Rename(graph, flat, name);
        var scores = writer.Node("Gemm", [name, writer.Constant(new float[features * 5], features, 5), writer.Constant(new float[5], 5)]);
        GraphWriter.Rename(graph, scores, "scores");
        return SampleNetwork.Model(graph, opset, 8, 8, "images", "scores");
    }
}
