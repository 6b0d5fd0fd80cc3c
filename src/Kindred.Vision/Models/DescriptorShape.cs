using Kindred.Embeddings;

namespace Kindred.Vision.Models;

/// <summary>What a network takes and what it gives, as its recipe and its feature maps have it.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="parts">How a descriptor is made up; a part that is flattened counts as one cell.</param>
internal sealed class DescriptorShape(ModelRecipe recipe, IReadOnlyList<EmbeddingPart> parts)
{
    /// <summary>Width of the pictures in pixels.</summary>
    public int Width { get; } = recipe.Input.Width;

    /// <summary>Height of the pictures in pixels.</summary>
    public int Height { get; } = recipe.Input.Height;

    /// <summary>Length of a descriptor.</summary>
    public int Dimensions { get; } = parts.Sum(part => part.Length);

    /// <summary>How a descriptor is made up; a part that is flattened counts as one cell.</summary>
    public IReadOnlyList<EmbeddingPart> Parts { get; } = parts;

    /// <summary>Where in the picture a descriptor's numbers come from; <see langword="null"/> where a part is flattened.</summary>
    public EmbeddingGeometry? Geometry { get; } =
        recipe.Head.Parts.Any(part => part.Pool == Pooling.Flatten) ? null : new EmbeddingGeometry(parts);

    /// <summary>Whether the mirrored picture's descriptor is added.</summary>
    public bool FoldsMirror { get; } = recipe.Head.Mirror;

    /// <summary>Whether descriptors, and the sum with the mirrored picture's, have unit length.</summary>
    public bool Normalizes { get; } = recipe.Head.Normalize;
}
