namespace Kindred.Vision.Models.Onnx;

/// <summary>
/// Raises the operator set that a network is written in. Rounding with one scale for each channel of a constant came with set 13; files
/// may have any from 7 on.
/// </summary>
internal static class OperatorSet
{
    /// <summary>The first set that can round by channel.</summary>
    public const long Rounding = 13;

    // The format's version that came with that set.
    private const long RoundingIr = 7;

    // What networks for pictures are made of before their last feature map, and what means the same in all sets from 7 to 13.
    private static readonly HashSet<string> Unchanged = new(StringComparer.Ordinal)
    {
        "Add", "AveragePool", "Concat", "Constant", "Conv", "Div", "Flatten", "GlobalAveragePool", "GlobalMaxPool", "Identity",
        "LeakyRelu", "LRN", "MaxPool", "Mul", "PRelu", "Relu", "Reshape", "Sigmoid", "Sub", "Transpose",
    };

    /// <summary>Raises the set to <see cref="Rounding"/>, where it is older.</summary>
    /// <param name="model">The network, of set 7 or later; it is changed.</param>
    /// <exception cref="KindredException">It has an operator that became another since; the message names it.</exception>
    public static void Raise(ModelProto model)
    {
        var set = model.OpsetImport.First(import => import.Domain is "" or "ai.onnx");
        if (set.Version >= Rounding)
            return;
        var writer = new GraphWriter(model.Graph, "raised/");
        foreach (var node in model.Graph.Node.Where(node => node.Domain is "" or "ai.onnx"))
        {
            var known = Unchanged.Contains(node.OpType) || (node.OpType == "Clip" && MoveBounds(node, writer))
                || (node.OpType == "BatchNormalization" && RemoveSpatial(node));
            if (!known)
            {
                throw new KindredException(
                    Fault.ModelUnusable,
                    $"The network has {node.OpType} of ONNX operator set {set.Version}; "
                    + $"for 8-bit numbers convert it to {Rounding} or later.");
            }
        }

        set.Version = Rounding;
        model.IrVersion = Math.Max(model.IrVersion, RoundingIr);
    }

    // Bounds are attributes up to set 10, and inputs from 11 on.
    private static bool MoveBounds(NodeProto node, GraphWriter writer)
    {
        if (node.Attribute.Count == 0)
            return true;
        var low = node.Attribute.FirstOrDefault(attribute => attribute.Name == "min")?.F ?? float.MinValue;
        var high = node.Attribute.FirstOrDefault(attribute => attribute.Name == "max")?.F ?? float.MaxValue;
        node.Attribute.Clear();
        node.Input.AddRange([writer.Constant([low]), writer.Constant([high])]);
        return true;
    }

    // Set 9 did away with normalizations that are not spatial: those with numbers for each place of a map.
    private static bool RemoveSpatial(NodeProto node)
    {
        var spatial = node.Attribute.FirstOrDefault(attribute => attribute.Name == "spatial");
        if (spatial is null)
            return true;
        node.Attribute.Remove(spatial);
        return spatial.I != 0;
    }
}
