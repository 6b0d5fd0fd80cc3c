using Kindred.Vision.Models.Onnx;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Makes batch normalizations part of the convolutions before them: both are linear, so one convolution with other weights and another
/// bias does the work of the two. Rounding has to see those weights.
/// </summary>
internal static class NormalizationFolding
{
    // Every parameter of a normalization behind its input.
    private const int Parameters = 4;
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>
    /// Folds every normalization whose numbers are constants, and which alone reads the output of a convolution with constant weights.
    /// The convolution gets the name of the normalization's output.
    /// </summary>
    /// <param name="network">The network; its model is changed.</param>
    public static void Fold(ImportedNetwork network)
    {
        var graph = network.Model.Graph;
        var writer = new GraphWriter(graph, "folded/");
        var constants = graph.Initializer.Where(RoundedOperation.IsPlain).ToDictionary(value => value.Name, StringComparer.Ordinal);
        var reads = graph.Node.SelectMany(node => node.Input).CountBy(name => name).ToDictionary(StringComparer.Ordinal);
        var outputs = network.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var convolutions = graph.Node.Where(node => node.OpType == "Conv" && node.Input.Skip(1).All(constants.ContainsKey))
            .ToDictionary(node => node.Output[0], StringComparer.Ordinal);
        foreach (var node in graph.Node.Where(node => node.OpType == "BatchNormalization").ToList())
        {
            var map = node.Input[0];
            var trains = node.Attribute.Any(attribute => attribute is { Name: "training_mode", I: not 0 });
            if (trains || reads[map] != 1 || outputs.Contains(map) || !node.Input.Skip(1).All(constants.ContainsKey)
                || !convolutions.TryGetValue(map, out var convolution))
                continue;
            Fold(convolution, node, constants, writer);
            graph.Node.Remove(node);
        }

        GraphWriter.RemoveUnread(graph);
    }

    private static void Fold(NodeProto convolution, NodeProto normalization, Dictionary<string, TensorProto> constants, GraphWriter writer)
    {
        var epsilon = normalization.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? DefaultEpsilon;
        float[][] parameters = [.. Enumerable.Range(1, Parameters).Select(i => Floats(normalization.Input[i]))];
        var (scale, shift, mean, variance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        var weights = Floats(convolution.Input[1]);
        var bias = convolution.Input.Count > 2 ? Floats(convolution.Input[2]) : new float[scale.Length];
        var length = weights.Length / scale.Length;
        for (var output = 0; output < scale.Length; output++)
        {
            var factor = scale[output] / MathF.Sqrt(variance[output] + epsilon);
            foreach (ref var weight in weights.AsSpan(output * length, length))
                weight *= factor;
            bias[output] = ((bias[output] - mean[output]) * factor) + shift[output];
        }

        string[] inputs =
        [
            convolution.Input[0],
            writer.Constant(weights, [.. constants[convolution.Input[1]].Dims]),
            writer.Constant(bias, bias.Length),
        ];
        convolution.Input.Clear();
        convolution.Input.AddRange(inputs);
        convolution.Output[0] = normalization.Output[0];

        float[] Floats(string name) => RoundedOperation.Floats(constants[name]).ToArray();
    }
}
