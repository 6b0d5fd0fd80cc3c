using Google.Protobuf;
using Kindred.Vision;
using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Tests.Vision.Models.EightBit;

/// <summary>8-bit numbers for networks that come in ONNX's own files: old operator sets, normalizations, max pooling.</summary>
public sealed class ResidualNetworkTests
{
    private const int Size = SampleResidualNetwork.Size;

    private static readonly ModelRecipe Recipe = new()
    {
        Input = new() { Width = Size, Height = Size, Mean = [0.5f, 0.5f, 0.5f], StandardDeviation = [0.5f, 0.5f, 0.5f] },
        Head = new() { Parts = [new() { Tensor = SampleResidualNetwork.Output, Pool = Pooling.Max }] },
    };

    // [height, width, 3]
    private readonly byte[] _picture = new byte[3 * Size * Size];

    public ResidualNetworkTests() => new Random(5).NextBytes(_picture);

    [Fact]
    public void Quantize_ResidualNetworkOfAnOldSet_IsNearTheNetworkWithFloats()
    {
        // ONNX Runtime computes the file as it is.
        var plain = OnnxRun.Network(SampleResidualNetwork.Import(), Scaled(), Size, Size)[0];

        var actual = OnnxRun.NetworkOfBytes(Quantized(), Planes(), Size, Size)[0];

        Assert.Equal(plain.Length, actual.Length);
        var error = Math.Sqrt(plain.Zip(actual).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        var spread = Math.Sqrt(plain.Average(value => (double)value * value));
        Assert.InRange(error / spread, 0, 0.03);
    }

    [Fact]
    public void Quantize_ResidualNetwork_IsComputedWithBytesFromEndToEnd()
    {
        var operators = Optimized(Quantized().Model);

        Assert.Equal(6, operators.Count(name => name == "QLinearConv"));
        Assert.Equal(2, operators.Count(name => name == "QLinearAdd"));
        Assert.Contains("MaxPool", operators);
        // Nothing goes back to floats but the last map.
        Assert.Single(operators, name => name == "DequantizeLinear");
        Assert.DoesNotContain("QuantizeLinear", operators);
    }

    [Fact]
    public void Fold_EveryNormalization_LeavesTheNetworkAsItWas()
    {
        var plain = OnnxRun.Network(SampleResidualNetwork.Import(), Scaled(), Size, Size)[0];
        var network = SampleResidualNetwork.Import();

        NormalizationFolding.Fold(network);

        Assert.DoesNotContain(network.Model.Graph.Node, node => node.OpType == "BatchNormalization");
        var folded = OnnxRun.Network(network, Scaled(), Size, Size)[0];
        var largest = plain.Max(Math.Abs);
        Assert.All(plain.Zip(folded), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
    }

    [Fact]
    public void Fold_ConvolutionThatSomethingElseReads_IsLeft()
    {
        var network = SampleResidualNetwork.Import();
        var graph = network.Model.Graph;
        var convolved = graph.Node.First(node => node.OpType == "Conv").Output[0];
        network = network with { Outputs = [.. network.Outputs, new(convolved, [8, Size / 2, Size / 2])] };

        NormalizationFolding.Fold(network);

        var left = Assert.Single(graph.Node, node => node.OpType == "BatchNormalization");
        Assert.Equal(convolved, left.Input[0]);
    }

    [Fact]
    public void Raise_ClipOfAnOldSet_KeepsItsBounds()
    {
        var model = Model(8, new NodeProto { OpType = "Clip" });
        model.Graph.Node[0].Attribute.AddRange([Float("min", 0), Float("max", 6)]);

        OperatorSet.Raise(model);

        Assert.Equal(13, model.OpsetImport[0].Version);
        var clip = model.Graph.Node[0];
        Assert.Empty(clip.Attribute);
        Assert.Equal(
            [0f, 6f],
            clip.Input.Skip(1).Select(name => RoundedOperation.Floats(model.Graph.Initializer.First(value => value.Name == name))[0]));
    }

    [Theory]
    [InlineData("Softmax", "convert it to 13 or later")]
    [InlineData("BatchNormalization", "convert it to 13 or later")]
    public void Raise_WhatBecameAnother_SaysToConvertTheFile(string operation, string expected)
    {
        var model = Model(8, new NodeProto { OpType = operation });
        model.Graph.Node[0].Attribute.Add(NodeAttribute.Int("spatial", 0));

        var exception = Assert.Throws<KindredException>(() => OperatorSet.Raise(model));

        Assert.Equal(Fault.ModelUnusable, exception.Fault);
        Assert.Contains($"{operation} of ONNX operator set 8", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RangeMeasure_NetworkWithoutAConvolution_SaysSo()
    {
        var network = new ImportedNetwork(Model(13, new NodeProto { OpType = "Relu" }), "x", [new("y", [3, Size, Size])]);

        var exception = Assert.Throws<KindredException>(() => new RangeMeasure(Recipe, network));

        Assert.Contains("use it with floats", exception.Message, StringComparison.Ordinal);
    }

    private ImportedNetwork Quantized()
    {
        using var measure = new RangeMeasure(Recipe, SampleResidualNetwork.Import());
        measure.See(_picture);
        return NetworkQuantizer.Quantize(SampleResidualNetwork.Import(), Recipe.Input, new() { Ranges = measure.Ranges });
    }

    // [3, height, width]
    private byte[] Planes() =>
        [.. Enumerable.Range(0, _picture.Length).Select(i => _picture[((i % (Size * Size)) * 3) + (i / (Size * Size))])];

    private float[] Scaled() => [.. Planes().Select(value => ((value / 255f) - 0.5f) / 0.5f)];

    /// <summary>The operators that ONNX Runtime makes of a network.</summary>
    private static List<string> Optimized(ModelProto model)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("optimized.onnx");
        using var options = OnnxSession.NewOptions();
        options.OptimizedModelFilePath = path;
        // All but the layouts of single processors.
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        using var session = OnnxSession.Open(model.ToByteArray(), options);
        return [.. ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.Select(node => node.OpType)];
    }

    private static ModelProto Model(long set, NodeProto node)
    {
        node.Input.Add("x");
        node.Output.Add("y");
        var model = new ModelProto { Graph = new() { Name = "one", Node = { node } } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = set });
        return model;
    }

    private static AttributeProto Float(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };
}
