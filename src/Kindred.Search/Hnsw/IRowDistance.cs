namespace Kindred.Search.Hnsw;

/// <summary>How far rows of a table are from one query. Implemented by structs, so that the walk is compiled for each.</summary>
internal unsafe interface IRowDistance
{
    /// <summary>Rows it knows. Those that come later are not asked about.</summary>
    int Count { get; }

    /// <summary>The distance to a row: half the squared Euclidean one, which for vectors of length 1 is 1 − cosine. At least 0.</summary>
    float To(int id);

    /// <summary>Begins to load a row into the cache.</summary>
    void Prefetch(int id);
}
