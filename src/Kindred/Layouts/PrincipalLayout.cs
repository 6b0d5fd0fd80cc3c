using System.Numerics;
using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Layouts;

/// <summary>Embeddings by the two directions in which they differ most.</summary>
internal static class PrincipalLayout
{
    /// <summary>More embeddings than this do not turn the two directions that anybody would notice.</summary>
    private const int SampleSize = 2048;

    /// <summary>One position for each embedding, around the origin.</summary>
    public static Vector2[] Of(NeighborIndex index)
    {
        var positions = new Vector2[index.Count];
        if (index.Count < 2)
            return positions;
        var mean = new float[index.Dimensions];
        for (var id = 0; id < index.Count; id++)
            TensorPrimitives.Add(mean, index[id], mean);
        TensorPrimitives.Divide(mean, index.Count, mean);

        var axes = Axes(index, mean);
        var x = axes.AsSpan(0, index.Dimensions);
        var y = axes.AsSpan(index.Dimensions);
        var (meanX, meanY) = (TensorPrimitives.Dot<float>(mean, x), TensorPrimitives.Dot<float>(mean, y));
        for (var id = 0; id < index.Count; id++)
            positions[id] = new Vector2(TensorPrimitives.Dot(index[id], x) - meanX, TensorPrimitives.Dot(index[id], y) - meanY);
        return positions;
    }

    /// <summary>Two unit vectors, one after the other.</summary>
    private static float[] Axes(NeighborIndex index, float[] mean)
    {
        var axes = new float[2 * index.Dimensions];
        var rows = Math.Min(index.Count, SampleSize);
        var found = Math.Min(2, Math.Min(rows, index.Dimensions) - 1);
        if (found < 1)
        {
            axes[0] = 1; // One number is a direction of its own.
            return axes;
        }

        using var centered = new AlignedMatrix(index.Dimensions, rows);
        for (var row = 0; row < rows; row++)
            TensorPrimitives.Subtract(index[(int)((long)row * index.Count / rows)], mean, centered[centered.AddUnwritten()]);
        PrincipalAxes.Find(centered, found).CopyTo(axes, 0);
        return axes;
    }
}
