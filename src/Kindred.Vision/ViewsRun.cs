using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>One run of a network for the views of one picture.</summary>
internal static class ViewsRun
{
    /// <summary>Embeds a picture's pixels; the sum of the views is the graph's descriptor up to rounding.</summary>
    /// <param name="session">The graph's session.</param>
    /// <param name="graph">What the session runs.</param>
    /// <param name="pixels">RGB, row by row, of the graph's width and height.</param>
    public static EmbeddingViews Run(InferenceSession session, DescriptorGraph graph, byte[] pixels)
    {
        using var options = new RunOptions();
        using var images = OrtValue.CreateTensorValueFromMemory(pixels, [1, graph.Height, graph.Width, 3]);
        var output = graph.FoldsMirror ? DescriptorGraph.ViewsName : DescriptorGraph.OutputName;
        using var results = session.Run(options, [DescriptorGraph.InputName], [images], [output]);
        var descriptors = results[0].GetTensorDataAsSpan<float>();
        if (!graph.FoldsMirror)
            return new EmbeddingViews(descriptors.ToArray());

        var upright = descriptors[..graph.Dimensions].ToArray();
        var mirrored = descriptors[graph.Dimensions..].ToArray();
        if (graph.Normalizes)
            Divide(upright, mirrored);
        return new EmbeddingViews(upright, mirrored);
    }

    // By the length of their sum, as the graph does; a sum of zeros stays as it is.
    private static void Divide(float[] upright, float[] mirrored)
    {
        var sum = new float[upright.Length];
        TensorPrimitives.Add(upright, mirrored, sum);
        var length = TensorPrimitives.Norm<float>(sum);
        if (length == 0)
            return;
        TensorPrimitives.Divide(upright, length, upright);
        TensorPrimitives.Divide(mirrored, length, mirrored);
    }
}
