using Kindred.Search;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>The kind of index that a gallery is searched with.</summary>
/// <param name="UsesGraph">Whether a graph is searched; else every embedding is compared.</param>
/// <param name="Vectors">The precision of the numbers that are compared.</param>
internal readonly record struct SearchChoice(bool UsesGraph, VectorPrecision Vectors)
{
    /// <summary>
    /// Galleries of at least this size are searched by a graph, unless the settings say otherwise. Comparing all embeddings takes some
    /// milliseconds here, and people begin to wait when several search at once; building the graph takes seconds, once, beside minutes
    /// for embedding as many pictures.
    /// </summary>
    public const int LeastForGraph = 50_000;

    /// <summary>How graphs are built and walked.</summary>
    public HnswOptions Options => new() { Precision = Vectors };

    /// <summary>The choice for a gallery of a size.</summary>
    public static SearchChoice For(LibrarySettings settings, int count) => new(
        settings.Search == SearchKind.Hnsw || (settings.Search == SearchKind.Auto && count >= LeastForGraph), settings.Vectors);
}
