using System.Text.Json.Nodes;
using Kindred.Vision.Models;
using Kindred.Vision.Models.TensorFlowJs;
using static Kindred.Tests.Vision.Models.SampleTensorFlowJs;

namespace Kindred.Tests.Vision.Models;

public sealed class TensorFlowJsImporterTests : IDisposable
{
    private static readonly string[] NormalizationWeights = ["gamma", "beta", "moving_mean", "moving_variance"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One 1×1 convolution of the channels (1, 2, 3) with the weights (1, 0.5, −0.25): 1.25.
    [Theory]
    [InlineData("float32", 0f, 0f)]
    [InlineData("float16", 0f, 0f)]
    [InlineData("uint8", 0.25f, -0.5f)]
    [InlineData("uint16", 0.125f, -0.5f)]
    public void Import_QuantizedWeights_AreRestored(string type, float scale, float minimum)
    {
        float[] values = [1, 0.5f, -0.25f];
        byte[] shard = type switch
        {
            "float32" => Floats(values),
            "float16" => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
            "uint8" => [6, 4, 1],
            _ => [12, 0, 8, 0, 2, 0],
        };
        var model = Functional("Model", "m", Convolution("c", "in"));
        var path = Write(_folder, model, shard, Weight("c/kernel", [1, 1, 3, 1], type, scale, minimum));

        Assert.Equal([1.25f], Run(path, "c"));
    }

    [Fact]
    public void Import_NormalizationAfterAConvolution_IsFoldedExactly()
    {
        var (model, shard, weights) = Normalized(alsoUsedOtherwise: false);
        var path = Write(_folder, model, shard, weights);

        var network = TensorFlowJsImporter.Import(path, 1, 1, ["b"]);

        // (1.25 + 0.75 − mean 1) · gamma 3 / √(variance 0.25) + beta 0.5 = 6.5
        Assert.Equal(6.5f, OnnxRun.Network(network, [1, 2, 3], 1, 1)[0][0], 1e-4);
        Assert.Equal(["Conv"], network.Model.Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void Import_NormalizationWhereTheConvolutionHasOtherUses_StandsAlone()
    {
        var (model, shard, weights) = Normalized(alsoUsedOtherwise: true);
        var path = Write(_folder, model, shard, weights);

        // 6.5 and the convolution's own 2.
        Assert.Equal(8.5f, Run(path, "sum")[0], 1e-4);
        Assert.Equal([2f], Run(path, "c"));
    }

    [Fact]
    public void Import_ModelInsideAModel_IsUnfolded()
    {
        var inner = Functional("Model", "backbone", Convolution("c", "in"));
        inner["name"] = "backbone";
        inner["inbound_nodes"] = new JsonArray(new JsonArray(new JsonArray("in", 0, 0, new JsonObject())));
        var outer = Functional("Functional", "m", inner, Layer("Flatten", "f", [], "backbone"), Layer("Dense", "d", [], "f"));
        var path = Write(_folder, outer, Floats(1, 0.5f, -0.25f), Weight("c/kernel", [1, 1, 3, 1]));

        Assert.Equal([1.25f], Run(path, "backbone/c"));
        Assert.Equal([1.25f], Run(path, null));
    }

    [Fact]
    public void Import_Sequence_TakesTheLastMapBeforeTheClassifier()
    {
        var model = new JsonObject
        {
            ["class_name"] = "Sequential",
            ["config"] = new JsonArray(
                Convolution("c", ""),
                Layer("ReLU", "r", new() { ["max_value"] = 6 }),
                Layer("GlobalAveragePooling2D", "g", []),
                Layer("Dense", "d", [])),
        };
        var path = Write(_folder, model, Floats(10, 0, 0), Weight("c/kernel", [1, 1, 3, 1]));

        Assert.Equal([6f], Run(path, null));
    }

    [Theory]
    [InlineData("Dense", "{}", "layer type Dense of 'x'")]
    [InlineData("Activation", """{ "activation": "swish" }""", "layer type Activation of 'x' is not supported with activation swish")]
    [InlineData("ReLU", """{ "negative_slope": 0.1 }""", "layer type ReLU of 'x' is not supported with a slope")]
    [InlineData("Concatenate", """{ "axis": 1 }""", "layer type Concatenate of 'x'")]
    public void Import_UnsupportedLayer_NamesItsTypeAndName(string kind, string config, string expected)
    {
        var layer = Layer(kind, "x", JsonNode.Parse(config)?.AsObject() ?? [], "in");
        var path = Write(_folder, Functional("Model", "m", layer), []);

        Assert.Contains(expected, Fault(path, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_UnknownLayer_ListsSomeThatAreThere()
    {
        var path = ModelStore.Default.Locate(ModelCatalog.Default.FindWeights("inception-v3-nsfwjs"));

        var exception = Assert.Throws<KindredException>(() => Run(path, "mixed11"));

        Assert.Contains("mixed10", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_InceptionWithoutALayerNamed_EndsAtTheLastConcatenation()
    {
        var path = ModelStore.Default.Locate(ModelCatalog.Default.FindWeights("inception-v3-nsfwjs"));

        Assert.Equal([2048, 3, 3], TensorFlowJsImporter.Import(path, 150, 150, [null]).Outputs[0].Shape);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("""{ "modelTopology": 7 }""")]
    [InlineData("""{ "modelTopology": { "model_config": { "class_name": "Model", "config": { "input_layers": [] } } } }""")]
    public void Import_SomethingElse_SaysSo(string json)
    {
        var path = _folder.Write("model.json", json);

        Assert.Contains("not a TF.js layers model", Fault(path, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_GraphModel_SaysWhichKindIsRead()
    {
        var path = _folder.Write("model.json", """{ "format": "graph-model" }""");

        Assert.Contains("only layers models", Fault(path, "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11, "end before 'c/kernel'")]
    [InlineData(13, "13 bytes where 12 are listed")]
    public void Import_ShardOfTheWrongLength_SaysSo(int length, string expected)
    {
        var path = Write(_folder, Functional("Model", "m", Convolution("c", "in")), new byte[length], Weight("c/kernel", [1, 1, 3, 1]));

        Assert.Contains(expected, Fault(path, "c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_LayersThatNeedEachOther_IsAClearError()
    {
        var path = Write(_folder, Functional("Model", "m", Layer("ReLU", "a", [], "b"), Layer("ReLU", "b", [], "a")), []);

        Assert.Contains("needs itself", Fault(path, "b"), StringComparison.Ordinal);
    }

    private static (JsonObject Model, byte[] Shard, JsonObject[] Weights) Normalized(bool alsoUsedOtherwise)
    {
        JsonObject config = new() { ["axis"] = -1, ["epsilon"] = 0, ["scale"] = true, ["center"] = true };
        var normalization = Layer("BatchNormalization", "b", config, "c");
        JsonObject[] layers = [Convolution("c", "in", bias: true), normalization];
        if (alsoUsedOtherwise)
            layers = [.. layers, Layer("Add", "sum", [], "b", "c")];
        return (
            Functional("Model", "m", layers),
            Floats(1, 0.5f, -0.25f, 0.75f, 3, 0.5f, 1, 0.25f),
            [Weight("c/kernel", [1, 1, 3, 1]), Weight("c/bias", [1]), .. NormalizationWeights.Select(name => Weight("b/" + name, [1]))]);
    }

    private static string Fault(string path, string? layer) => Assert.Throws<KindredException>(() => Run(path, layer)).Message;

    private static float[] Run(string path, string? layer) =>
        OnnxRun.Network(TensorFlowJsImporter.Import(path, 1, 1, [layer]), [1, 2, 3], 1, 1)[0];
}
