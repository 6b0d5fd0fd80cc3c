using System.Runtime.InteropServices;

namespace Kindred.Vision.Models.Onnx;

/// <summary>Finds the last feature map of a classifier: what goes into its global pooling, or into its flattening.</summary>
internal static class LastFeatureMap
{
    /// <summary>Name of that tensor; the graph's first output where the graph has neither, which may be a feature map itself.</summary>
    public static string Find(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            foreach (var name in node.Output)
                producers[name] = node;
        }

        var constants = Constants(graph);
        var output = graph.Output[0].Name;
        var value = output;
        string? flattened = null;
        // A node is met once at most, so as many steps as nodes end it even in a damaged, circular graph.
        for (var steps = 0; steps < graph.Node.Count && producers.TryGetValue(value, out var node); steps++)
        {
            var data = node.Input.Where(name => name.Length > 0 && !constants.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToList();
            if (data.Count == 0)
                break;
            switch (node.OpType)
            {
                case "GlobalAveragePool" or "GlobalMaxPool":
                case "ReduceMean" when IsSpatial(node, constants):
                    return data[0];
                case "Flatten" or "Reshape" or "Squeeze":
                    flattened = data[0];
                    break;
                case "AveragePool" when flattened == value:
                    flattened = data[0];
                    break;
                case "Conv" or "MaxPool":
                    return flattened ?? output;
                // Behind the last map classifiers do not branch; what does has no global pooling to be found.
                case var _ when data.Count > 1:
                    return flattened ?? output;
            }

            value = data[0];
        }

        return flattened ?? output;
    }

    private static Dictionary<string, TensorProto> Constants(GraphProto graph)
    {
        var constants = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
            constants[tensor.Name] = tensor;
        foreach (var node in graph.Node.Where(node => node.OpType == "Constant" && node.Output.Count == 1))
            constants[node.Output[0]] = node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T ?? new TensorProto();
        return constants;
    }

    // Axes are an attribute up to operator set 17 and an input from 18 on.
    private static bool IsSpatial(NodeProto node, Dictionary<string, TensorProto> constants)
    {
        long[] axes = [.. node.Attribute.FirstOrDefault(attribute => attribute.Name == "axes")?.Ints ?? []];
        if (axes.Length == 0 && node.Input.Count > 1 && constants.TryGetValue(node.Input[1], out var tensor))
            axes = tensor.Int64Data.Count > 0 ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
        return axes.Length == 2 && axes.Select(axis => axis < 0 ? axis + 4 : axis).Order().SequenceEqual([2L, 3L]);
    }
}
