using System.Buffers;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>Writes Keras layers, those that convolutional backbones are made of, as ONNX nodes.</summary>
internal sealed class KerasLayers(NetworkWriter network, TensorFlowJsWeights weights, string path)
{
    /// <summary>Whether a batch normalization after this layer can become part of it.</summary>
    public static bool CanFold(KerasCall call) =>
        call.Kind is "Conv2D" or "DepthwiseConv2D" && call.Text("activation", "linear") == "linear";

    /// <summary>Appends one layer.</summary>
    /// <param name="call">The layer.</param>
    /// <param name="inputs">Its inputs, at least one.</param>
    /// <param name="normalization">A batch normalization to fold into it, if any.</param>
    public FeatureMap Write(KerasCall call, IReadOnlyList<FeatureMap> inputs, KerasCall? normalization)
    {
        if (inputs.Count == 0)
            throw new InvalidDataException($"'{call.Output}' has no input");
        if (call.Text("data_format", "channels_last") != "channels_last")
            throw Unsupported(call, " with channels first");
        return call.Kind switch
        {
            "Conv2D" or "DepthwiseConv2D" => Convolve(call, inputs[0], normalization),
            "BatchNormalization" => Normalize(call, inputs[0]),
            "Activation" => Activate(call, inputs[0]),
            "ReLU" => Relu(call, inputs[0]),
            "ZeroPadding2D" => Pad(call, inputs[0]),
            "MaxPooling2D" => network.MaxPool(inputs[0], PoolWindow(call)),
            "AveragePooling2D" => network.AveragePool(inputs[0], PoolWindow(call)),
            "Concatenate" when call.Number("axis") is null or 3 or -1 => network.Concatenate(inputs),
            "Add" => inputs.Skip(1).Aggregate(inputs[0], network.Add),
            "Dropout" => inputs[0],
            _ => throw Unsupported(call),
        };
    }

    private FeatureMap Convolve(KerasCall call, FeatureMap map, KerasCall? normalization)
    {
        var depthwise = call.Kind == "DepthwiseConv2D";
        // [height, width, inputs, outputs], of a depthwise convolution [height, width, inputs, multiplier].
        var kernel = weights.Find(call.Layer, depthwise ? "depthwise_kernel" : "kernel")
            ?? throw new InvalidDataException($"'{call.Layer}' has no weights");
        var shape = kernel.Shape;
        if (shape.Length != 4)
            throw new InvalidDataException($"the weights of '{call.Layer}' are not four-dimensional");
        var taps = checked(shape[0] * shape[1]);
        var outputs = depthwise ? checked(shape[2] * shape[3]) : shape[3];
        // Space for the largest layer is used again for all: memory that is new costs more than the decoding.
        var values = ArrayPool<float>.Shared.Rent(kernel.Count);
        kernel.Decode(values);
        var arranged = depthwise
            ? WeightLayout.Transpose(values.AsSpan(0, kernel.Count), taps, outputs)
            : WeightLayout.HwioToOihw(values.AsSpan(0, kernel.Count), taps, shape[2], outputs);
        ArrayPool<float>.Shared.Return(values);
        var bias = call.Flag("use_bias", true) ? Vector(call, "bias", outputs) : new float[outputs];
        if (normalization is not null)
            Fold(Affine(normalization, outputs), arranged, bias);
        var stride = call.Pair("strides", (1, 1));
        var dilation = call.Pair("dilation_rate", (1, 1));
        var window = new Window(shape[0], shape[1], stride.Y, stride.X, dilation.Y, dilation.X, IsSame(call));
        var convolution = new Convolution(arranged, bias, shape[2], outputs, depthwise ? shape[2] : 1, window);
        return Activate(call, network.Convolve(map, convolution));
    }

    private static void Fold((float[] Scale, float[] Shift) affine, float[] kernel, float[] bias)
    {
        var block = kernel.Length / bias.Length;
        for (var output = 0; output < bias.Length; output++)
        {
            foreach (ref var weight in kernel.AsSpan(output * block, block))
                weight *= affine.Scale[output];
            bias[output] = (bias[output] * affine.Scale[output]) + affine.Shift[output];
        }
    }

    private FeatureMap Normalize(KerasCall call, FeatureMap map)
    {
        var (scale, shift) = Affine(call, map.Channels);
        return network.ScaleAndShift(map, scale, shift);
    }

    private (float[] Scale, float[] Shift) Affine(KerasCall call, int channels)
    {
        if (call.Number("axis") is not (null or 3 or -1))
            throw Unsupported(call, " along that axis");
        var gamma = call.Flag("scale", true) ? Vector(call, "gamma", channels) : null;
        var beta = call.Flag("center", true) ? Vector(call, "beta", channels) : null;
        var mean = Vector(call, "moving_mean", channels);
        var variance = Vector(call, "moving_variance", channels);
        var epsilon = call.Number("epsilon") ?? 1e-3;
        var scale = new float[channels];
        var shift = new float[channels];
        for (var i = 0; i < channels; i++)
        {
            var factor = (gamma?[i] ?? 1) / Math.Sqrt(variance[i] + epsilon);
            scale[i] = (float)factor;
            shift[i] = (float)((beta?[i] ?? 0) - (mean[i] * factor));
        }

        return (scale, shift);
    }

    private float[] Vector(KerasCall call, string name, int length)
    {
        var values = weights.Find(call.Layer, name)?.Decode()
            ?? throw new InvalidDataException($"'{call.Layer}' has no {name}");
        return values.Length == length
            ? values
            : throw new InvalidDataException($"{name} of '{call.Layer}' has {values.Length} numbers instead of {length}");
    }

    private FeatureMap Activate(KerasCall call, FeatureMap map) => call.Text("activation", "linear") switch
    {
        "linear" => map,
        "relu" => network.Relu(map),
        "relu6" => network.Relu6(map),
        var other => throw Unsupported(call, $" with activation {other}"),
    };

    private FeatureMap Relu(KerasCall call, FeatureMap map)
    {
        if ((call.Number("negative_slope") ?? 0) != 0 || (call.Number("threshold") ?? 0) != 0)
            throw Unsupported(call, " with a slope or threshold");
        return call.Number("max_value") switch
        {
            null => network.Relu(map),
            6 => network.Relu6(map),
            var other => throw Unsupported(call, $" up to {other}"),
        };
    }

    private FeatureMap Pad(KerasCall call, FeatureMap map)
    {
        var padding = call.Config.GetProperty("padding");
        int Amount(int axis, int side) => padding[axis][side].GetInt32() is >= 0 and < 1024 and var amount
            ? amount
            : throw new InvalidDataException($"'{call.Output}' pads by an impossible amount");
        return network.Pad(map, Amount(0, 0), Amount(0, 1), Amount(1, 0), Amount(1, 1));
    }

    private static Window PoolWindow(KerasCall call)
    {
        var size = call.Pair("pool_size", (2, 2));
        var stride = call.Pair("strides", size);
        return new(size.Y, size.X, stride.Y, stride.X, 1, 1, IsSame(call));
    }

    private static bool IsSame(KerasCall call) => call.Text("padding", "valid") switch
    {
        "same" => true,
        "valid" => false,
        var other => throw new InvalidDataException($"'{call.Output}' has padding '{other}'"),
    };

    private KindredException Unsupported(KerasCall call, string how = "") =>
        new($"{path}: layer type {call.Kind} of '{call.Output}' is not supported{how}; choose a layer before it.");
}
