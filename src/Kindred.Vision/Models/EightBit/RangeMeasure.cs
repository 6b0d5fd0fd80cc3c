using System.Numerics.Tensors;
using Google.Protobuf;
using Kindred.Vision.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Measures between what a network's feature maps lie, by running it with floats on pictures. Done once for a model, whose recipe keeps
/// the result. Not safe for several threads.
/// </summary>
internal sealed class RangeMeasure : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ModelRecipe _recipe;
    private readonly string _input;
    private readonly string[] _maps;
    private readonly Dictionary<string, (float Least, float Greatest)> _ranges = new(StringComparer.Ordinal);

    /// <summary>Prepares a model's network.</summary>
    /// <param name="recipe">What it wants to see.</param>
    /// <param name="weightsPath">The weights' main file.</param>
    /// <exception cref="KindredException">The file cannot be read or used for this recipe; the message says why.</exception>
    public RangeMeasure(ModelRecipe recipe, string weightsPath)
        : this(recipe, DescriptorGraph.Import(recipe, weightsPath))
    {
    }

    /// <summary>Prepares a network that was imported.</summary>
    /// <param name="recipe">What it wants to see.</param>
    /// <param name="network">The network, with floats; its model is changed.</param>
    internal RangeMeasure(ModelRecipe recipe, ImportedNetwork network)
    {
        _recipe = recipe;
        RoundedOperation.Prepare(network);
        // What an activation bounds needs no measuring, nor what keeps the steps of another map.
        _maps =
        [
            .. RoundedOperation.Of(network)
                .Where(operation => operation is { Bounds: null, KeepsSteps: false })
                .Select(operation => operation.Map),
        ];
        _input = network.Input;
        var outputs = network.Model.Graph.Output;
        outputs.Clear();
        foreach (var map in _maps)
        {
            outputs.Add(new ValueInfoProto
            {
                Name = map,
                Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } },
            });
        }

        using var options = OnnxSession.NewOptions();
        _session = OnnxSession.Open(network.Model.ToByteArray(), options);
    }

    /// <summary>The ranges of what was seen so far, fit for <see cref="EightBitSpecification.Ranges"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<float>> Ranges => _ranges.ToDictionary(
        range => range.Key, range => (IReadOnlyList<float>)[range.Value.Least, range.Value.Greatest], StringComparer.Ordinal);

    /// <summary>Looks at a picture, and at its mirror image where the recipe does.</summary>
    /// <param name="rgb">Its pixels, row by row, of the recipe's width and height.</param>
    public void See(ReadOnlySpan<byte> rgb)
    {
        var (width, height) = (_recipe.Input.Width, _recipe.Input.Height);
        var upright = new float[3 * height * width];
        var mirrored = new float[upright.Length];
        for (var i = 0; i < upright.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, 3);
            var (row, column) = Math.DivRem(pixel, width);
            var plane = _recipe.Input.Colors == ColorOrder.Rgb ? channel : 2 - channel;
            var value = ((rgb[i] / 255f) - _recipe.Input.Mean[plane]) / _recipe.Input.StandardDeviation[plane];
            upright[(((plane * height) + row) * width) + column] = value;
            mirrored[(((plane * height) + row) * width) + width - 1 - column] = value;
        }

        See(upright, [1, 3, height, width]);
        if (_recipe.Head.Mirror)
            See(mirrored, [1, 3, height, width]);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void See(float[] picture, long[] shape)
    {
        using var options = new RunOptions();
        using var image = OrtValue.CreateTensorValueFromMemory(picture, shape);
        using var results = _session.Run(options, [_input], [image], _maps);
        foreach (var (map, result) in _maps.Zip(results))
        {
            var numbers = result.GetTensorDataAsSpan<float>();
            var (least, greatest) = (TensorPrimitives.Min(numbers), TensorPrimitives.Max(numbers));
            _ranges[map] = _ranges.TryGetValue(map, out var range)
                ? (Math.Min(range.Least, least), Math.Max(range.Greatest, greatest))
                : (least, greatest);
        }
    }
}
