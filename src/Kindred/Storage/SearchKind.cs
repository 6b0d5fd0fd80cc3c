namespace Kindred.Storage;

/// <summary>How the nearest of a gallery's images are found.</summary>
public enum SearchKind
{
    /// <summary>Flat for small galleries, HNSW for large ones.</summary>
    Auto,

    /// <summary>Exact: every image is compared with the query.</summary>
    Flat,

    /// <summary>
    /// Approximate: a graph of neighbors is walked towards the query. Time grows with the logarithm of the number of images, and a few of
    /// the nearest may be missed (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical
    /// Navigable Small World graphs", 2018).
    /// </summary>
    Hnsw,
}
