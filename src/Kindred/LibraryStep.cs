using Kindred.Search.Hnsw;

namespace Kindred;

/// <summary>A step of bringing a library up to date, in the order in which they are told.</summary>
public enum LibraryStep
{
    /// <summary>Reading and embedding pictures.</summary>
    Embedding,

    /// <summary>Fitting the space that the library is searched in.</summary>
    Fitting,

    /// <summary>Fitting what people chose together.</summary>
    FittingChoices,

    /// <summary>Comparing new pictures with the others, to find near-duplicates.</summary>
    Comparing,

    /// <summary>Linking pictures into the graph that large galleries are searched by.</summary>
    Linking,

    /// <summary>Finding the colors of the things that new pictures show.</summary>
    Coloring,

    /// <summary>Measuring what scores mean in the gallery.</summary>
    Calibrating,
}
