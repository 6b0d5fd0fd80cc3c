using System.Numerics.Tensors;

namespace Kindred.Embeddings;

/// <summary>
/// One picture's embedding as the sum of its views: the picture as it is and, where the model looks at that too, its mirror image.
/// The embedding alone no longer tells left from right; its views do.
/// </summary>
internal sealed class EmbeddingViews
{
    /// <summary>Puts views together.</summary>
    /// <param name="upright">What the picture as it is adds to the embedding.</param>
    /// <param name="mirrored">What its mirror image adds, as long; <see langword="null"/> where the model does not look at it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public EmbeddingViews(float[] upright, float[]? mirrored = null)
    {
        ArgumentNullException.ThrowIfNull(upright);
        if (mirrored is not null && mirrored.Length != upright.Length)
        {
            throw new ArgumentException(
                $"The upright view has {upright.Length} numbers, the mirrored {mirrored.Length}.", nameof(mirrored));
        }

        Upright = upright;
        Mirrored = mirrored;
    }

    /// <summary>What the picture as it is adds to the embedding.</summary>
    public float[] Upright { get; }

    /// <summary>
    /// What the mirror image adds, its cells as the mirror image has them: the first of a row shows the picture's right edge.
    /// <see langword="null"/> where the model does not look at it.
    /// </summary>
    public float[]? Mirrored { get; }

    /// <summary>The embedding: the sum of the views, up to rounding the one that <see cref="IImageEmbedder.EmbedAsync"/> gives.</summary>
    public float[] Sum()
    {
        float[] sum = [.. Upright];
        if (Mirrored is not null)
            TensorPrimitives.Add(sum, Mirrored, sum);
        return sum;
    }
}
