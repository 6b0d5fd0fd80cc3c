
namespace Kindred.Embeddings;

/// <summary>Where in the picture the numbers of an embedding come from. Immutable.</summary>
internal sealed class EmbeddingGeometry
{
    /// <summary>Puts a layout together.</summary>
    /// <param name="parts">At least one, in the order of their numbers, without gaps from the first number to the last.</param>
    /// <exception cref="ArgumentException">There is no part, one is empty, or they leave a gap or overlap.</exception>
    public EmbeddingGeometry(IReadOnlyList<EmbeddingPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Parts = [.. parts];
        foreach (var part in Parts)
        {
            if (part.Offset != Dimensions || part.Grid < 1 || part.Channels < 1)
                throw new ArgumentException($"{part} cannot follow {Dimensions} numbers.", nameof(parts));
            Dimensions += part.Length;
        }

        if (Dimensions == 0)
            throw new ArgumentException("A layout needs at least one part.", nameof(parts));
    }

    /// <summary>The parts, in the order of their numbers.</summary>
    public IReadOnlyList<EmbeddingPart> Parts { get; }

    /// <summary>Length of an embedding.</summary>
    public int Dimensions { get; }
}
