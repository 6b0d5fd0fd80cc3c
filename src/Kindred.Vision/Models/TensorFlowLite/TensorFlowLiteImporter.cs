using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.TensorFlowLite;

/// <summary>
/// Turns a TensorFlow Lite file into an ONNX network. It knows what convolutional backbones are made of: additions, convolutions,
/// depthwise convolutions and float16 weights.
/// </summary>
internal sealed class TensorFlowLiteImporter
{
    private const int Add = 0;
    private const int Conv2D = 3;
    private const int DepthwiseConv2D = 4;
    private const int Dequantize = 6;

    private readonly TensorFlowLiteGraph _graph;
    private readonly NetworkWriter _network;
    private readonly Dictionary<int, FeatureMap> _maps = [];
    private readonly Dictionary<int, int> _dequantized = [];

    private TensorFlowLiteImporter(TensorFlowLiteGraph graph, int height, int width)
    {
        _graph = graph;
        _network = new NetworkWriter(height, width);
        _maps[graph.Input] = _network.Input;
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">A <c>.tflite</c> file.</param>
    /// <param name="height">Input height the network is laid out for.</param>
    /// <param name="width">Input width.</param>
    /// <param name="tensors">Names of the tensors wanted.</param>
    /// <exception cref="KindredException">
    /// The file cannot be read, has no such tensor, or needs an operator that is not supported.
    /// </exception>
    public static ImportedNetwork Import(string path, int height, int width, IReadOnlyList<string?> tensors)
    {
        try
        {
            var graph = TensorFlowLiteGraph.Read(File.ReadAllBytes(path));
            var names = graph.Tensors.Select(tensor => tensor.Name).ToList();
            var wanted = tensors.Select(name => TensorNames.Find(names, name ?? throw NoDefault(path), path)).ToList();
            return new TensorFlowLiteImporter(graph, height, width).Convert(wanted, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException(Fault.ModelUnusable, $"Cannot read {path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception
            is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // Positions in a damaged flatbuffer lead anywhere; the readers' bounds checks end here.
            throw new KindredException(
                Fault.ModelUnusable, $"{path} is damaged or not a TensorFlow Lite model: {exception.Message}", exception);
        }
    }

    private static KindredException NoDefault(string path) =>
        new($"{path}: a TensorFlow Lite recipe must name its tensors (head.parts[].tensor).");

    private ImportedNetwork Convert(List<int> wanted, string path)
    {
        foreach (var operation in _graph.Needed(wanted))
            Convert(operation, path);
        return _network.Finish([.. wanted.Select(Map)]);
    }

    private void Convert(TensorFlowLiteOperation operation, string path)
    {
        var output = operation.Outputs is [var only] ? only : throw new InvalidDataException("an operator without its one output");
        switch (operation.Code)
        {
            case Dequantize:
                _dequantized[output] = operation.Inputs[0];
                break;
            case Add:
                var sum = _network.Add(Map(operation.Inputs[0]), Map(operation.Inputs[1]));
                _maps[output] = Activate(sum, operation.Options?.Byte(0) ?? 0, path, output);
                break;
            case Conv2D:
                _maps[output] = Convolve(operation, path, output, depthwise: false);
                break;
            case DepthwiseConv2D:
                _maps[output] = Convolve(operation, path, output, depthwise: true);
                break;
            default:
                throw new KindredException(
                    Fault.ModelUnusable,
                    $"{path}: operator {TensorFlowLiteOperation.Name(operation.Code)} of '{_graph.Tensors[output].Name}' is not supported; "
                    + "choose a tensor before it.");
        }
    }

    private FeatureMap Convolve(TensorFlowLiteOperation operation, string path, int output, bool depthwise)
    {
        var options = operation.Options ?? throw new InvalidDataException("a convolution without options");
        // Weights are [outputs, height, width, inputs], of a depthwise convolution [1, height, width, outputs].
        var (weights, shape) = Constant(operation.Inputs[1]);
        if (shape.Length != 4)
            throw new InvalidDataException("convolution weights that are not four-dimensional");
        var map = Map(operation.Inputs[0]);
        var outputs = depthwise ? shape[3] : shape[0];
        var inputs = depthwise ? map.Channels : shape[3];
        if (outputs <= 0 || inputs <= 0 || (depthwise && (shape[0] != 1 || outputs % inputs != 0)))
            throw new InvalidDataException("convolution weights of an impossible shape");
        var bias = operation.Inputs.Length > 2 && operation.Inputs[2] >= 0 ? Constant(operation.Inputs[2]).Values : new float[outputs];
        if (bias.Length != outputs)
            throw new InvalidDataException("a bias of the wrong length");
        // The options of the two differ by the depth multiplier, which the weights' shape tells anyway.
        var later = depthwise ? 1 : 0;
        var window = new Window(
            shape[1],
            shape[2],
            Positive(options.Int(2)),
            Positive(options.Int(1)),
            Positive(options.Int(5 + later, 1)),
            Positive(options.Int(4 + later, 1)),
            Same: options.Byte(0) == 0);
        var arranged = depthwise
            ? WeightLayout.Transpose(weights, shape[1] * shape[2], outputs)
            : WeightLayout.OhwiToOihw(weights, outputs, shape[1] * shape[2], inputs);
        var convolution = new Convolution(arranged, bias, inputs, outputs, depthwise ? inputs : 1, window);
        return Activate(_network.Convolve(map, convolution), options.Byte(3 + later), path, output);
    }

    private FeatureMap Activate(FeatureMap map, byte activation, string path, int output) => activation switch
    {
        0 => map,
        1 => _network.Relu(map),
        3 => _network.Relu6(map),
        _ => throw new KindredException(
            Fault.ModelUnusable, $"{path}: fused activation {activation} of '{_graph.Tensors[output].Name}' is not supported."),
    };

    private FeatureMap Map(int tensor) =>
        _maps.TryGetValue(tensor, out var map)
            ? map
            : throw new InvalidDataException($"'{_graph.TensorName(tensor)}' is used before it is computed, or is not a feature map");

    private (float[] Values, int[] Shape) Constant(int tensor) =>
        _graph.Constant(_dequantized.TryGetValue(tensor, out var source) ? source : tensor);

    private static int Positive(int value) => value is > 0 and < 1024 ? value : throw new InvalidDataException($"a stride of {value}");
}
