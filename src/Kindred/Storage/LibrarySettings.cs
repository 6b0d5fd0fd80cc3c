using Kindred.Embeddings;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Storage;

/// <summary>What a library was made with, and how it wants to be searched.</summary>
/// <param name="Stamp">The embedder of every embedding in it.</param>
/// <param name="Space">The space it is to be searched in.</param>
internal sealed record LibrarySettings(EmbedderStamp Stamp, SpaceKind Space)
{
    /// <summary>How the nearest are to be found. Default: exactly in small galleries, by a graph in large ones.</summary>
    public SearchKind Search { get; init; } = SearchKind.Auto;

    /// <summary>How the index is to keep its numbers. Default: as they were computed.</summary>
    public VectorPrecision Vectors { get; init; } = VectorPrecision.Float32;
}
