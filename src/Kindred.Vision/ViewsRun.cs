using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>One run of every network for the views of one picture.</summary>
internal static class ViewsRun
{
    /// <summary>Embeds a picture's pixels; the sum of the views is the embedding up to rounding.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="decoded">RGB, row by row, of the networks' width and height.</param>
    public static EmbeddingViews Run(EmbeddingNetworks networks, byte[] decoded)
    {
        EmbeddingViews[] views = [.. networks.All.Select(network => Run(networks, network, decoded))];
        if (views is [var only])
            return only;

        // A network that does not look at the mirror image has nothing to add to that view.
        float[] upright = [.. views.SelectMany(view => view.Upright)];
        return Array.TrueForAll(views, view => view.Mirrored is null)
            ? new EmbeddingViews(upright)
            : new EmbeddingViews(upright, [.. views.SelectMany(view => view.Mirrored ?? new float[view.Upright.Length])]);
    }

    private static EmbeddingViews Run(EmbeddingNetworks networks, OnnxNetwork network, byte[] decoded)
    {
        var shape = network.Shape;
        var layout = network.Layout;
        var rgb = decoded;
        if (!networks.TakesDecoded(network))
        {
            rgb = new byte[layout.ViewBytes];
            networks.Resize(network, decoded, rgb);
        }

        var pixels = new byte[layout.Bytes];
        layout.Write(rgb, pixels);
        using var options = new RunOptions();
        using var images = OrtValue.CreateTensorValueFromMemory(pixels, [layout.Views, .. layout.Shape]);
        var output = shape.FoldsMirror ? DescriptorGraph.ViewsName : DescriptorGraph.OutputName;
        using var results = network.Session.Run(options, [DescriptorGraph.InputName], [images], [output]);
        var descriptors = results[0].GetTensorDataAsSpan<float>();
        var upright = descriptors[..shape.Dimensions].ToArray();
        var mirrored = shape.FoldsMirror ? descriptors[shape.Dimensions..].ToArray() : null;
        if (mirrored is not null && shape.Normalizes)
            Divide(upright, mirrored);
        if (network.Share < 1)
        {
            TensorPrimitives.Multiply(upright, MathF.Sqrt(network.Share), upright);
            if (mirrored is not null)
                TensorPrimitives.Multiply(mirrored, MathF.Sqrt(network.Share), mirrored);
        }

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
