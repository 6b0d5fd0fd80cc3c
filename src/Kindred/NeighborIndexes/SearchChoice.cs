using Kindred.Search;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>With what kind of index a gallery is searched.</summary>
/// <param name="UsesGraph">Whether a graph is walked; else every embedding is looked at.</param>
/// <param name="Vectors">What is looked at.</param>
internal readonly record struct SearchChoice(bool UsesGraph, VectorPrecision Vectors)
{
    /// <summary>
    /// Galleries of this size and more are searched by a graph, where nobody says otherwise. Looking at all takes some milliseconds
    /// here, which is where people begin to wait when several ask at once; building the graph takes seconds, once, beside minutes for
    /// embedding as many pictures.
    /// </summary>
    public const int LeastForGraph = 50_000;

    /// <summary>How graphs are built and walked.</summary>
    public HnswOptions Options => new() { Precision = Vectors };

    /// <summary>The choice for a gallery of a size.</summary>
    public static SearchChoice For(LibrarySettings settings, int count) => new(
        settings.Search == SearchKind.Hnsw || (settings.Search == SearchKind.Auto && count >= LeastForGraph), settings.Vectors);
}
