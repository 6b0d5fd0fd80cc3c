using Kindred.Search.Flat;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search;

/// <summary>
/// Exact nearest-neighbor search: every query is compared with every vector. The ground truth of all other searches, and fast
/// enough by itself for some ten thousand vectors. Searching is safe beside adding, and finds what had been added when it began.
/// </summary>
/// <remarks>
/// With <see cref="VectorPrecision.Int8"/> queries are compared with codes of a quarter of the size, and the best candidates once more with
/// the vectors: distances are exact, and a neighbor is missed only where rounding puts more than as many candidates again before it.
/// Codes are made by the first search after adding; their scales are fitted to what is there, and again when that has doubled or
/// something lies far outside them.
/// <see cref="SearchAll"/> compares the vectors themselves, and is exact with either.
/// </remarks>
public sealed class FlatIndex : NeighborIndex
{
    /// <summary>A set is searched by itself where it is no more than one of so many.</summary>
    private const int FewestPerScanned = 4;

    private readonly bool _ownsVectors;
    private readonly FittedCodes? _codes;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Length of every vector, at least 1.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="capacity">Vectors to make room for; it grows past that.</param>
    /// <param name="precision">What a search for given queries reads of every vector.</param>
    public FlatIndex(int dimensions, Metric metric, int capacity = 0, VectorPrecision precision = VectorPrecision.Float32)
        : this(new VectorTable(dimensions, metric, capacity), ownsVectors: true, precision)
    {
    }

    internal FlatIndex(VectorTable vectors, bool ownsVectors, VectorPrecision precision = VectorPrecision.Float32, CodeTable? codes = null)
        : base(vectors)
    {
        _ownsVectors = ownsVectors;
        _codes = precision == VectorPrecision.Int8 ? new FittedCodes(vectors, codes) : null;
    }

    /// <inheritdoc/>
    public override int Count => Vectors.Count;

    /// <summary>Adds a vector and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="NeighborIndex.Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> vector) => Vectors.Add(vector);

    /// <inheritdoc/>
    public override Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return AllPairs.Search(Vectors, k, include, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _codes?.Dispose();
        if (_ownsVectors)
            Vectors.Dispose();
    }

    /// <inheritdoc/>
    internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null, IdSet? within = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Normalize(queries);
        var codes = _codes?.UpToDate();
        try
        {
            if (within is null)
                return SearchAmongAll(codes, queries, k, include);

            // Rows of a few are fetched one by one, which takes longer for each than reading all in a row.
            if (within.Count > Count / FewestPerScanned)
                return SearchAmongAll(codes, queries, k, id => within.Contains(id) && include?.Invoke(id) != false);
            var subset = new SubsetSearch(Vectors, codes);
            var results = new Neighbor[queries.Rows][];
            for (var row = 0; row < results.Length; row++)
                results[row] = subset.Search(queries, row, k, within, Count, include);
            return results;
        }
        finally
        {
            GC.KeepAlive(codes); // Another search may have replaced it, and left it to the garbage collector.
        }
    }

    private Neighbor[][] SearchAmongAll(CodeTable? codes, AlignedMatrix queries, int k, Func<int, bool>? include) => codes is null
        ? FlatScan.Search(Vectors, queries, k, include)
        : QuantizedScan.Search(codes, Vectors, queries, k, include);
}
