using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>The kind of index that a gallery is searched with.</summary>
/// <param name="UsesGraph">Whether a graph is searched; else every embedding is compared.</param>
/// <param name="Vectors">The precision of the numbers that are compared.</param>
/// <param name="ForPeople">
/// Whether what people chose together is searched too, which a graph cannot do: see <see cref="GalleryIndex.People"/>.
/// </param>
internal readonly record struct SearchChoice(bool UsesGraph, VectorPrecision Vectors, bool ForPeople = false)
{
    /// <summary>
    /// Galleries of at least this size are searched by a graph, unless the settings say otherwise. Comparing all embeddings takes some
    /// milliseconds here, and people begin to wait when several search at once; building the graph takes seconds, once, beside minutes
    /// for embedding as many pictures.
    /// </summary>
    public const int LeastForGraph = 50_000;

    /// <summary>Every embedding is compared, as it is.</summary>
    public static SearchChoice Rows => new(UsesGraph: false, VectorPrecision.Float32);

    /// <summary>How graphs are built and walked.</summary>
    public HnswOptions Options => new() { Precision = Vectors };

    /// <summary>Whether there have to be codes.</summary>
    public bool UsesCodes => ForPeople || Vectors == VectorPrecision.Int8;

    /// <summary>The choice for a gallery of a size.</summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="space">The space that is searched.</param>
    public static SearchChoice For(LibrarySettings settings, int count, EmbeddingSpace space) => new(
        UsesGraphFor(settings, count), settings.Vectors, space.Choices is not null);

    /// <summary>Whether a gallery of a size is searched by a graph.</summary>
    public static bool UsesGraphFor(LibrarySettings settings, int count) =>
        settings.Search == SearchKind.Hnsw || (settings.Search == SearchKind.Auto && count >= LeastForGraph);
}
