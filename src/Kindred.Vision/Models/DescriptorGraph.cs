using Google.Protobuf;
using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Models.Onnx;
using Kindred.Vision.Models.TensorFlowJs;
using Kindred.Vision.Models.TensorFlowLite;

namespace Kindred.Vision.Models;

/// <summary>
/// A whole recipe as one ONNX graph: scaling, network, pooling and normalization. Input <see cref="InputName"/>: uint8, the views of
/// N pictures as <see cref="Layout"/> writes them. Output <see cref="OutputName"/>: float [N, dimensions], in the
/// input's order; a picture's descriptor does not depend on the others in the batch.
/// </summary>
internal sealed class DescriptorGraph
{
    /// <summary>Name of the graph's input.</summary>
    public const string InputName = "images";

    /// <summary>Name of the graph's output.</summary>
    public const string OutputName = "embeddings";

    /// <summary>
    /// Name of a second output that only graphs that add the mirrored picture have: float [2N, dimensions], each picture's
    /// descriptor and after it that of its mirror image, before they are added. Costs nothing unless asked for.
    /// </summary>
    public const string ViewsName = Prefix + "views";

    private const string Prefix = "kindred/";

    private readonly ModelProto _model;

    private DescriptorGraph(ModelProto model, PixelLayout layout, DescriptorShape shape)
    {
        _model = model;
        Layout = layout;
        Shape = shape;
    }

    /// <summary>How the graph takes pictures.</summary>
    public PixelLayout Layout { get; }

    /// <summary>What the graph takes and gives.</summary>
    public DescriptorShape Shape { get; }

    /// <summary>Builds the graph.</summary>
    /// <param name="recipe">What to build.</param>
    /// <param name="weightsPath">The weights' main file, <c>.tflite</c>, <c>.json</c> (TF.js) or <c>.onnx</c>.</param>
    /// <exception cref="KindredException">The file cannot be read or used for this recipe; the message says why.</exception>
    public static DescriptorGraph Build(ModelRecipe recipe, string weightsPath)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(weightsPath);
        RecipeRules.Check(recipe, recipe.Id);
        var network = Import(recipe, weightsPath);
        CheckShapes(recipe.Head, network.Outputs, weightsPath);
        if (recipe.EightBit is { } specification)
            network = SpaceToDepth.Apply(NetworkQuantizer.Quantize(network, recipe.Input, specification), recipe.Input);

        var graph = network.Model.Graph;
        var writer = new GraphWriter(graph, Prefix);
        var backbone = graph.Node.ToList();
        graph.Node.Clear();
        var scaled = WriteInput(writer, recipe.Input, network.TakesBytes);
        graph.Node.AddRange(backbone);
        GraphWriter.Rename(graph, network.Input, scaled);

        var head = new HeadWriter(writer);
        var (vector, parts) = head.Write(recipe.Head, network.Outputs);
        var shape = new DescriptorShape(recipe, parts);
        graph.Output.Clear();
        if (shape.FoldsMirror)
        {
            var folded = head.FoldMirror(vector, shape.Dimensions, shape.Normalizes);
            GraphWriter.Rename(graph, vector, ViewsName);
            graph.Output.Add(GraphWriter.Value(ViewsName, TensorProto.Types.DataType.Float, "2N", shape.Dimensions));
            vector = folded;
        }

        GraphWriter.Rename(graph, vector, OutputName);

        graph.Input.Clear();
        var layout = new PixelLayout(recipe, network.Block, network.Tables);
        graph.Input.Add(GraphWriter.Value(InputName, TensorProto.Types.DataType.Uint8, "views", [.. layout.Shape]));
        graph.Output.Add(GraphWriter.Value(OutputName, TensorProto.Types.DataType.Float, "N", shape.Dimensions));
        return new DescriptorGraph(network.Model, layout, shape);
    }

    /// <summary>The ONNX model as bytes, fit for an inference session.</summary>
    public byte[] ToByteArray() => _model.ToByteArray();

    /// <summary>Reads a recipe's network from its file: floats, as it was trained, with the head's tensors as outputs.</summary>
    /// <exception cref="KindredException">The file cannot be read or used for this recipe; the message says why.</exception>
    internal static ImportedNetwork Import(ModelRecipe recipe, string path)
    {
        var input = recipe.Input;
        string?[] tensors = [.. recipe.Head.Parts.Select(part => part.Tensor)];
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".TFLITE" => TensorFlowLiteImporter.Import(path, input.Height, input.Width, tensors),
            ".JSON" => TensorFlowJsImporter.Import(path, input.Height, input.Width, tensors),
            ".ONNX" => OnnxImporter.Import(path, input.Height, input.Width, tensors),
            _ => throw new KindredException(Fault.ModelUnusable, $"{path}: a model must be a .onnx, .tflite or TF.js model.json file."),
        };
    }

    private static void CheckShapes(DescriptorHead head, IReadOnlyList<ImportedTensor> tensors, string path)
    {
        foreach (var (part, tensor) in head.Parts.Zip(tensors))
        {
            if (part.Pool == Pooling.Flatten || tensor.Shape.Count == 3)
                continue;
            throw new KindredException(
                Fault.ModelUnusable,
                $"{path}: {part.Tensor ?? "the last tensor"} has shape [N, {string.Join(", ", tensor.Shape)}], not a feature map; "
                + "name another (head.parts[].tensor) or use pool: flatten.");
        }
    }

    // Everything before the network, on bytes as long as possible since they are a quarter of the size.
    private static string WriteInput(GraphWriter writer, InputSpecification input, bool asBytes)
    {
        var planes = writer.Node("Transpose", [InputName], NodeAttribute.Ints("perm", 0, 3, 1, 2));
        if (asBytes)
            return planes;
        var floats = writer.Node("Cast", [planes], NodeAttribute.Int("to", (long)TensorProto.Types.DataType.Float));
        float[] scale = [.. input.StandardDeviation.Select(deviation => 1 / (255 * deviation))];
        float[] shift = [.. input.Mean.Zip(input.StandardDeviation, (mean, deviation) => -mean / deviation)];
        var scaled = writer.Node("Mul", [floats, writer.Constant(scale, 1, 3, 1, 1)]);
        return writer.Node("Add", [scaled, writer.Constant(shift, 1, 3, 1, 1)]);
    }
}
