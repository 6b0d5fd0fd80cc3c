namespace Kindred.Search;

/// <summary>
/// Exact nearest-neighbor search: every query is compared with every embedding. The ground truth of all other searches, and fast
/// enough by itself for galleries of some ten thousand pictures. Searching is safe beside adding, and finds what had been added when it began.
/// </summary>
public sealed class FlatIndex : NeighborIndex
{
    private readonly bool _ownsVectors;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Length of every embedding, at least 1.</param>
    /// <param name="metric">How embeddings are compared.</param>
    /// <param name="capacity">Embeddings to make room for; it grows past that.</param>
    public FlatIndex(int dimensions, Metric metric, int capacity = 0)
        : this(new VectorTable(dimensions, metric, capacity), ownsVectors: true)
    {
    }

    internal FlatIndex(VectorTable vectors, bool ownsVectors)
        : base(vectors) => _ownsVectors = ownsVectors;

    /// <inheritdoc/>
    public override int Count => Vectors.Count;

    /// <summary>Adds an embedding and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="NeighborIndex.Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> embedding) => Vectors.Add(embedding);

    /// <inheritdoc/>
    public override Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return AllPairs.Search(Vectors, k, include, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_ownsVectors)
            Vectors.Dispose();
    }

    /// <inheritdoc/>
    internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Normalize(queries);
        return FlatScan.Search(Vectors, queries, k, include);
    }
}
