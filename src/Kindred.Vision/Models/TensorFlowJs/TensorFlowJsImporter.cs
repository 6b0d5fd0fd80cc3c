using System.Text.Json;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>
/// Turns a TF.js layers model (a Keras model in JSON with binary shards beside it) into an ONNX network. Batch normalization is folded
/// into the convolution before it where that has no other use.
/// </summary>
internal sealed class TensorFlowJsImporter
{
    private readonly KerasTopology _topology;
    private readonly KerasLayers _layers;
    private readonly NetworkWriter _network;
    private readonly Dictionary<string, FeatureMap> _maps = new(StringComparer.Ordinal);

    private TensorFlowJsImporter(KerasTopology topology, TensorFlowJsWeights weights, string path, int height, int width)
    {
        _topology = topology;
        _network = new NetworkWriter(height, width);
        _layers = new KerasLayers(_network, weights, path);
        _maps[topology.Input] = _network.Input;
    }

    /// <summary>Reads the model.</summary>
    /// <param name="path">The <c>model.json</c>.</param>
    /// <param name="height">Input height the network is laid out for.</param>
    /// <param name="width">Input width.</param>
    /// <param name="tensors">Names of the layers wanted; <c>null</c> for the last feature map.</param>
    /// <exception cref="KindredException">The files cannot be read, have no such layer, or need a layer that is not supported.</exception>
    public static ImportedNetwork Import(string path, int height, int width, IReadOnlyList<string?> tensors)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.TryGetProperty("format", out var format) && format.ValueEquals("graph-model"))
                throw new KindredException(Fault.ModelUnusable, $"{path} is a TF.js graph model; only layers models can be read.");
            var topology = KerasTopology.Read(root.GetProperty("modelTopology").GetProperty("model_config"));
            var values = topology.Values;
            List<string> wanted =
                [.. tensors.Select(name => name is null ? topology.LastFeatureMap() : values[TensorNames.Find(values, name, path)])];
            var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
            var weights = TensorFlowJsWeights.Read(root.GetProperty("weightsManifest"), folder);
            return new TensorFlowJsImporter(topology, weights, path, height, width).Convert(wanted);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException(Fault.ModelUnusable, $"Cannot read {path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or KeyNotFoundException or FormatException
            or InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // What the JSON readers throw where something is missing or of another kind than it should be.
            throw new KindredException(
                Fault.ModelUnusable, $"{path} is damaged or not a TF.js layers model: {exception.Message}", exception);
        }
    }

    private ImportedNetwork Convert(List<string> wanted)
    {
        var calls = _topology.Needed(wanted);
        var uses = calls.SelectMany(call => call.Inputs.Select(input => (Value: _topology.Producer(input).Output, User: call)))
            .ToLookup(use => use.Value, use => use.User, StringComparer.Ordinal);
        foreach (var call in calls.Where(call => !_maps.ContainsKey(call.Output)))
        {
            var foldable = KerasLayers.CanFold(call) && !wanted.Contains(call.Output);
            var folded = foldable && uses[call.Output].ToList() is [{ Kind: "BatchNormalization" } only] ? only : null;
            var map = _layers.Write(call, [.. call.Inputs.Select(input => _maps[_topology.Producer(input).Output])], folded);
            _maps[call.Output] = map;
            if (folded is not null)
                _maps[folded.Output] = map;
        }

        return _network.Finish([.. wanted.Select(value => _maps[value])]);
    }
}
