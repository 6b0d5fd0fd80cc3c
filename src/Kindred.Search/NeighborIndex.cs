using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search;

/// <summary>
/// Vectors that can be searched for the nearest to a query. <see cref="FlatIndex"/> compares the query with all of them;
/// <see cref="HnswIndex"/> walks a graph and compares it with few, where there are many. Searching is safe from several threads.
/// </summary>
public abstract class NeighborIndex : IDisposable
{
    private protected NeighborIndex(VectorTable vectors) => Vectors = vectors;

    /// <summary>How vectors are compared.</summary>
    public Metric Metric => Vectors.Metric;

    /// <summary>Length of every vector.</summary>
    public int Dimensions => Vectors.Dimensions;

    /// <summary>How many vectors can be found.</summary>
    public abstract int Count { get; }

    /// <summary>The vector with an id; of length 1 where the metric is the cosine. Removed ones are still there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There never was such an id.</exception>
    public ReadOnlySpan<float> this[int id] => Vectors[id];

    internal VectorTable Vectors { get; }

    /// <summary>
    /// What scores are to be divided by where the metric is the cosine: less than 1 where queries are only about a part of each vector,
    /// and that part has this length in all of them.
    /// </summary>
    internal float Scale { get; set; } = 1;

    /// <summary>Finds the vectors nearest to a query.</summary>
    /// <param name="query">Of length <see cref="Dimensions"/>; need not be normalized.</param>
    /// <param name="k">How many, at least 1. With fewer vectors than that, all of them come back.</param>
    /// <param name="include">
    /// Ids that may be found; all where <see langword="null"/>. Asked only about near ones, from several threads.
    /// </param>
    /// <returns>Nearest first, ties by id. Distances are exact.</returns>
    /// <exception cref="ArgumentException">The length of the query is not <see cref="Dimensions"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public virtual Neighbor[] Search(ReadOnlySpan<float> query, int k, Func<int, bool>? include = null)
    {
        using var queries = new AlignedMatrix(Dimensions, 1);
        queries.Add(query);
        return Search(queries, k, include)[0];
    }

    /// <summary>Finds the vectors of a set that are nearest to a query, whatever part of all it is.</summary>
    /// <param name="query">Of length <see cref="Dimensions"/>; need not be normalized.</param>
    /// <param name="k">How many, at least 1. With fewer vectors than that in the set, all of them come back.</param>
    /// <param name="within">The ids that may be found. It must not be changed meanwhile.</param>
    /// <returns>Nearest first, ties by id. Distances are exact.</returns>
    /// <exception cref="ArgumentException">The length of the query is not <see cref="Dimensions"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public Neighbor[] SearchWithin(ReadOnlySpan<float> query, int k, IdSet within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return Search(query, k, within, include: null);
    }

    /// <summary>Finds the nearest neighbors of every vector among the others, on all cores.</summary>
    /// <param name="k">How many for each, at least 1; fewer come back where there are fewer others.</param>
    /// <param name="include">Whether the second id may be a neighbor of the first; any other may where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>For each id its neighbors, itself left out, nearest first, ties by id; none for one that is removed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public abstract Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Finds the vectors nearest to each of several queries.</summary>
    /// <param name="queries">One a row. For the cosine they are normalized in place.</param>
    /// <param name="k">How many for each, at least 1.</param>
    /// <param name="include">
    /// Ids that may be found; all where <see langword="null"/>. Asked only about near ones, from several threads.
    /// </param>
    /// <param name="within">Ids beyond which nothing may be found; all where <see langword="null"/>.</param>
    /// <returns>For each query its neighbors, nearest first, ties by id.</returns>
    internal abstract Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null, IdSet? within = null);

    /// <summary>Finds the vectors nearest to a query, within a set and as far as they are included.</summary>
    internal Neighbor[] Search(ReadOnlySpan<float> query, int k, IdSet? within, Func<int, bool>? include)
    {
        if (within is null)
            return Search(query, k, include);
        using var queries = new AlignedMatrix(Dimensions, 1);
        queries.Add(query);
        return Search(queries, k, include, within)[0];
    }

    private protected void Normalize(AlignedMatrix queries)
    {
        for (var row = 0; row < queries.Rows && Metric == Metric.Cosine; row++)
            VectorTable.Normalize(queries[row]);
    }
}
