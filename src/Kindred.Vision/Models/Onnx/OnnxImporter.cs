using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision.Models.Onnx;

/// <summary>Cuts an ONNX file off at the tensors wanted and frees its batch size.</summary>
internal static class OnnxImporter
{
    private const int FloatType = (int)TensorProto.Types.DataType.Float;
    private const long OldestOpset = 7;

    // From this version on constants need not be inputs as well.
    private const long ConstantsAreNoInputs = 4;

    /// <summary>Reads the file.</summary>
    /// <param name="path">A <c>.onnx</c> file whose one input is float [N, 3, height, width].</param>
    /// <param name="height">Input height.</param>
    /// <param name="width">Input width.</param>
    /// <param name="tensors">Names of the tensors wanted; <c>null</c> for the last feature map.</param>
    /// <exception cref="KindredException">The file cannot be read, has no such tensor, or is laid out otherwise.</exception>
    public static ImportedNetwork Import(string path, int height, int width, IReadOnlyList<string?> tensors)
    {
        var model = Read(path);
        var graph = model.Graph;
        var constants = graph.Initializer.Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        var input = Input(graph, constants, path);

        var names = graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0).ToList();
        List<string> wanted =
            [.. tensors.Select(name => name is null ? LastFeatureMap.Find(graph) : names[TensorNames.Find(names, name, path)])];
        Prune(graph, wanted, path);

        graph.Input.Clear();
        graph.Input.Add(GraphWriter.Value(input, TensorProto.Types.DataType.Float, "N", 3, height, width));
        // Shapes noted for the old batch size would contradict the free one.
        graph.ValueInfo.Clear();
        graph.Output.Clear();
        foreach (var name in wanted.Distinct(StringComparer.Ordinal))
            graph.Output.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = FloatType } } });
        model.IrVersion = Math.Max(model.IrVersion, ConstantsAreNoInputs);

        var shapes = Measure(model, input, height, width, path);
        // A descriptor graph has uses of its own for these names.
        foreach (var taken in new[] { DescriptorGraph.InputName, DescriptorGraph.OutputName })
        {
            GraphWriter.Rename(graph, taken, $"network/{taken}");
            input = input == taken ? $"network/{taken}" : input;
            wanted = [.. wanted.Select(name => name == taken ? $"network/{taken}" : name)];
        }

        return new(model, input, [.. wanted.Select(name => new ImportedTensor(name, shapes[name]))]);
    }

    private static ModelProto Read(string path)
    {
        ModelProto model;
        try
        {
            using var stream = File.OpenRead(path);
            model = ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new KindredException(Fault.ModelUnusable, $"{path} is damaged or not an ONNX model: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException(Fault.ModelUnusable, $"Cannot read {path}: {exception.Message}", exception);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0 || model.Graph.Output.Count == 0)
            throw new KindredException(Fault.ModelUnusable, $"{path} is damaged or not an ONNX model: it holds no graph.");
        var opset = model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0;
        return opset >= OldestOpset
            ? model
            : throw new KindredException(
                Fault.ModelUnusable, $"{path} uses ONNX operator set {opset}; convert it to {OldestOpset} or later.");
    }

    private static string Input(GraphProto graph, HashSet<string> constants, string path)
    {
        var inputs = graph.Input.Where(value => !constants.Contains(value.Name)).ToList();
        if (inputs.Count != 1)
            throw new KindredException(Fault.ModelUnusable, $"{path} has {inputs.Count} inputs; a network for pictures has one.");
        var type = inputs[0].Type?.TensorType;
        var dimensions = type?.Shape?.Dim;
        var isPicture = dimensions is null or { Count: 0 }
            || (dimensions.Count == 4 && (!dimensions[1].HasDimValue || dimensions[1].DimValue == 3));
        return isPicture && type?.ElemType == FloatType
            ? inputs[0].Name
            : throw new KindredException(
                Fault.ModelUnusable, $"{path}: the input '{inputs[0].Name}' must be float32 [N, 3, height, width].");
    }

    private static void Prune(GraphProto graph, IEnumerable<string> wanted, string path)
    {
        var values = wanted.ToHashSet(StringComparer.Ordinal);
        var needed = new List<NodeProto>();
        // Nodes are stored in an order they can be computed in, so one pass from the end suffices.
        foreach (var node in graph.Node.Reverse().Where(node => node.Output.Any(values.Contains)))
        {
            if (node.Attribute.Any(attribute => attribute.G is not null))
                throw new KindredException(
                    Fault.ModelUnusable, $"{path}: operator {node.OpType} of '{node.Output[0]}' is not supported: it is control flow.");
            needed.Add(node);
            values.UnionWith(node.Input);
        }

        needed.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(needed);
        GraphWriter.RemoveUnread(graph);
    }

    // The sizes of its feature maps are what ONNX Runtime finds them to be; two pictures show whether the batch is free.
    private static Dictionary<string, IReadOnlyList<int>> Measure(ModelProto model, string input, int height, int width, string path)
    {
        const int batch = 2;
        try
        {
            using var options = OnnxSession.NewOptions();
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
            options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            using var session = OnnxSession.Open(model.ToByteArray(), options);
            using var value = OrtValue.CreateTensorValueFromMemory(new float[batch * 3 * height * width], [batch, 3, height, width]);
            using var run = new RunOptions();
            using var results = session.Run(run, [input], [value], session.OutputNames);
            var shapes = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
            foreach (var (name, result) in session.OutputNames.Zip(results))
            {
                var shape = result.GetTensorTypeAndShape().Shape;
                if (shape.Length < 2 || shape[0] != batch)
                    throw new KindredException(
                        Fault.ModelUnusable, $"{path}: '{name}' does not grow with the batch; the network takes one picture at a time.");
                shapes[name] = [.. shape.Skip(1).Select(size => checked((int)size))];
            }

            return shapes;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new KindredException(
                Fault.ModelUnusable,
                $"{path} cannot be run on {width}×{height} pixels: {exception.Message.ReplaceLineEndings(" ").Trim()}", exception);
        }
    }
}
