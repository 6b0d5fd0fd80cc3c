namespace Kindred.Vision.Models.Onnx;

/// <summary>Writes a convolutional network as an ONNX graph while keeping track of every feature map's size.</summary>
/// <remarks>Faults of the network (sizes that do not fit) are <see cref="InvalidDataException"/>s; importers add the file's name.</remarks>
internal sealed class NetworkWriter
{
    private const long Opset = 17;
    private const long IrVersion = 8;

    private readonly GraphProto _graph = new() { Name = "network" };
    private readonly GraphWriter _writer;
    private string? _zero;
    private string? _six;

    public NetworkWriter(int height, int width)
    {
        _writer = new GraphWriter(_graph, "net/");
        Input = new FeatureMap("net/input", 3, height, width);
        _graph.Input.Add(GraphWriter.Value(Input.Name, TensorProto.Types.DataType.Float, "N", 3, height, width));
    }

    public FeatureMap Input { get; }

    public FeatureMap Convolve(FeatureMap map, Convolution convolution)
    {
        if (map.Channels != convolution.Inputs)
            throw new InvalidDataException($"a convolution for {convolution.Inputs} channels meets {map.Channels}");
        var window = convolution.Window;
        var weights = _writer.Constant(
            convolution.Weights, convolution.Outputs, convolution.Inputs / convolution.Groups, window.Height, window.Width);
        var bias = _writer.Constant(convolution.Bias, convolution.Outputs);
        var name = _writer.Node(
            "Conv",
            [map.Name, weights, bias],
            NodeAttribute.Ints("kernel_shape", window.Height, window.Width),
            NodeAttribute.Ints("strides", window.StrideY, window.StrideX),
            NodeAttribute.Ints("dilations", window.DilationY, window.DilationX),
            Pads(map, window),
            NodeAttribute.Int("group", convolution.Groups));
        return Slid(map, window, name, convolution.Outputs);
    }

    public FeatureMap MaxPool(FeatureMap map, Window window) => Pool("MaxPool", map, window);

    // ONNX leaves the padding out of the mean unless told otherwise, as TensorFlow does.
    public FeatureMap AveragePool(FeatureMap map, Window window) => Pool("AveragePool", map, window);

    public FeatureMap Add(FeatureMap left, FeatureMap right)
    {
        if ((left.Channels, left.Height, left.Width) != (right.Channels, right.Height, right.Width))
            throw new InvalidDataException($"{Size(left)} and {Size(right)} cannot be added");
        return left with { Name = _writer.Node("Add", [left.Name, right.Name]) };
    }

    public FeatureMap Concatenate(IReadOnlyList<FeatureMap> maps)
    {
        if (maps.Any(map => (map.Height, map.Width) != (maps[0].Height, maps[0].Width)))
            throw new InvalidDataException($"{string.Join(", ", maps.Select(Size))} cannot be concatenated");
        var name = _writer.Node("Concat", [.. maps.Select(map => map.Name)], NodeAttribute.Int("axis", 1));
        return maps[0] with { Name = name, Channels = maps.Sum(map => map.Channels) };
    }

    public FeatureMap Relu(FeatureMap map) => map with { Name = _writer.Node("Relu", [map.Name]) };

    public FeatureMap Relu6(FeatureMap map)
    {
        _zero ??= _writer.Constant([0f]);
        _six ??= _writer.Constant([6f]);
        return map with { Name = _writer.Node("Clip", [map.Name, _zero, _six]) };
    }

    public FeatureMap Pad(FeatureMap map, int top, int bottom, int left, int right)
    {
        var pads = _writer.Constant([0L, 0, top, left, 0, 0, bottom, right], 8);
        return map with
        {
            Name = _writer.Node("Pad", [map.Name, pads]),
            Height = map.Height + top + bottom,
            Width = map.Width + left + right,
        };
    }

    public FeatureMap ScaleAndShift(FeatureMap map, float[] scale, float[] shift)
    {
        if (scale.Length != map.Channels || shift.Length != map.Channels)
            throw new InvalidDataException($"{scale.Length} factors meet {map.Channels} channels");
        var scaled = _writer.Node("Mul", [map.Name, _writer.Constant(scale, 1, scale.Length, 1, 1)]);
        return map with { Name = _writer.Node("Add", [scaled, _writer.Constant(shift, 1, shift.Length, 1, 1)]) };
    }

    public ImportedNetwork Finish(IReadOnlyList<FeatureMap> outputs)
    {
        foreach (var map in outputs.Distinct())
            _graph.Output.Add(GraphWriter.Value(map.Name, TensorProto.Types.DataType.Float, "N", map.Channels, map.Height, map.Width));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "kindred", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        return new(model, Input.Name, [.. outputs.Select(map => new ImportedTensor(map.Name, [map.Channels, map.Height, map.Width]))]);
    }

    private FeatureMap Pool(string operation, FeatureMap map, Window window)
    {
        var name = _writer.Node(
            operation,
            [map.Name],
            NodeAttribute.Ints("kernel_shape", window.Height, window.Width),
            NodeAttribute.Ints("strides", window.StrideY, window.StrideX),
            Pads(map, window));
        return Slid(map, window, name, map.Channels);
    }

    private static AttributeProto Pads(FeatureMap map, Window window)
    {
        var (_, top, bottom) = window.Vertical(map.Height);
        var (_, left, right) = window.Horizontal(map.Width);
        return NodeAttribute.Ints("pads", top, left, bottom, right);
    }

    private static FeatureMap Slid(FeatureMap map, Window window, string name, int channels)
    {
        var height = window.Vertical(map.Height).Size;
        var width = window.Horizontal(map.Width).Size;
        if (height <= 0 || width <= 0)
            throw new InvalidDataException($"a {window.Height}×{window.Width} window does not fit a {Size(map)} map; use a larger input");
        return new(name, channels, height, width);
    }

    private static string Size(FeatureMap map) => $"{map.Height}×{map.Width}×{map.Channels}";
}
