namespace Kindred.Libraries;

/// <summary>What indexing is busy with.</summary>
public enum IndexStage
{
    /// <summary>Reading and embedding pictures.</summary>
    Embedding,

    /// <summary>Comparing new pictures with the others, to find near-copies.</summary>
    Comparing,

    /// <summary>Linking pictures into the graph that large galleries are searched by.</summary>
    Linking,
}
