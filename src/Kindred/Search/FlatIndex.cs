using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kindred.Search;

/// <summary>
/// Exact nearest-neighbor search: every query is compared with every embedding. The ground truth of all other searches, and fast
/// enough by itself for galleries of some hundred thousand pictures.
/// </summary>
/// <remarks>
/// Candidates are ranked by <c>q·x − bias(x)</c>, where the bias is 0 for the cosine and ½|x|² for the Euclidean distance: for one
/// query that orders as the distance does, and leaves a single kernel for both. Reported distances are computed anew from the vectors.
/// Searching is safe from several threads as long as none adds.
/// </remarks>
public sealed unsafe class FlatIndex : IDisposable
{
    /// <summary>Below this much work (embeddings × dimensions) one thread is done before a second has started.</summary>
    private const long ParallelThreshold = 1 << 21;

    /// <summary>Candidates kept beyond k, so that rounding in the ranking cannot push a true neighbor out.</summary>
    private const int Slack = 8;

    private readonly AlignedMatrix _embeddings;
    private readonly List<float> _biases = [];

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Length of every embedding, at least 1.</param>
    /// <param name="metric">How embeddings are compared.</param>
    /// <param name="capacity">Embeddings to make room for; it grows past that.</param>
    public FlatIndex(int dimensions, Metric metric, int capacity = 0)
    {
        _embeddings = new AlignedMatrix(dimensions, capacity);
        Metric = metric;
    }

    /// <summary>How embeddings are compared.</summary>
    public Metric Metric { get; }

    /// <summary>Length of every embedding.</summary>
    public int Dimensions => _embeddings.Columns;

    /// <summary>How many embeddings there are.</summary>
    public int Count => _embeddings.Rows;

    /// <summary>The embedding with an id; of length 1 where the metric is the cosine.</summary>
    public ReadOnlySpan<float> this[int id] => _embeddings[id];

    /// <summary>Adds an embedding and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> embedding)
    {
        var id = _embeddings.Add(embedding);
        var row = _embeddings[id];
        if (Metric == Metric.Cosine)
            Normalize(row);
        _biases.Add(Metric == Metric.Cosine ? 0 : TensorPrimitives.SumOfSquares<float>(row) / 2);
        return id;
    }

    /// <summary>Finds the embeddings nearest to a query.</summary>
    /// <param name="query">Of length <see cref="Dimensions"/>; need not be normalized.</param>
    /// <param name="k">How many, at least 1. With fewer embeddings than that, all of them come back.</param>
    /// <param name="include">Ids that may be found; all where <see langword="null"/>. Asked only about near ones, from several threads.</param>
    /// <returns>Nearest first, ties by id.</returns>
    public Neighbor[] Search(ReadOnlySpan<float> query, int k, Func<int, bool>? include = null)
    {
        using var queries = new AlignedMatrix(Dimensions, 1);
        queries.Add(query);
        return Search(queries, k, include)[0];
    }

    /// <summary>Finds the nearest neighbors of every embedding among the others, on all cores.</summary>
    /// <param name="k">How many for each, at least 1; fewer come back where there are fewer others.</param>
    /// <param name="include">Whether the second id may be a neighbor of the first; any other may where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>For each id its neighbors, itself left out, nearest first, ties by id.</returns>
    public Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var results = new Neighbor[Count][];
        var capacity = (int)Math.Min((long)k + Slack, Math.Max(Count, 1));
        var blocks = (Count + DotProducts.BlockRows - 1) / DotProducts.BlockRows;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var first = block * DotProducts.BlockRows;
            var rows = Math.Min(DotProducts.BlockRows, Count - first);
            var found = new NearestNeighbors[rows];
            for (var i = 0; i < rows; i++)
                found[i] = new NearestNeighbors(capacity);

            Scan(_embeddings.RowPointer(first), rows, 0, Count, found, include: null, first, include, cancellationToken);
            for (var i = 0; i < rows; i++)
                results[first + i] = Rank(_embeddings.RowPointer(first + i), found[i], k);
        });
        return results;
    }

    /// <summary>Finds the embeddings nearest to each of several queries: the index is read once for a block of them.</summary>
    /// <param name="queries">One a row. For the cosine they are normalized in place.</param>
    /// <param name="k">How many for each, at least 1.</param>
    /// <param name="include">Ids that may be found; all where <see langword="null"/>. Asked only about near ones, from several threads.</param>
    /// <returns>For each query its neighbors, nearest first, ties by id.</returns>
    internal Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        for (var row = 0; row < queries.Rows && Metric == Metric.Cosine; row++)
            Normalize(queries[row]);

        var results = new Neighbor[queries.Rows][];
        for (var first = 0; first < queries.Rows; first += DotProducts.BlockRows)
            SearchBlock(queries, first, Math.Min(DotProducts.BlockRows, queries.Rows - first), k, include, results);
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _embeddings.Dispose();

    private static void Normalize(Span<float> embedding)
    {
        var length = TensorPrimitives.Norm<float>(embedding);
        if (length > 0)
            TensorPrimitives.Divide(embedding, length, embedding);
    }

    /// <summary>Lets a block of queries search, the index dealt out to the cores.</summary>
    private void SearchBlock(AlignedMatrix queries, int first, int rows, int k, Func<int, bool>? include, Neighbor[][] results)
    {
        var capacity = (int)Math.Min((long)k + Slack, Math.Max(Count, 1));
        var parts = (long)Count * Dimensions * rows < ParallelThreshold ? 1 : Environment.ProcessorCount;
        var size = ((Count / parts) + DotProducts.BlockRows) / DotProducts.BlockRows * DotProducts.BlockRows;
        var found = new NearestNeighbors[parts][];
        var pointer = (nint)queries.RowPointer(first);
        void SearchPart(int part)
        {
            found[part] = new NearestNeighbors[rows];
            for (var row = 0; row < rows; row++)
                found[part][row] = new NearestNeighbors(capacity);
            Scan((float*)pointer, rows, part * size, Math.Min(Count, (part + 1) * size), found[part], include, firstId: -1);
        }

        if (parts == 1)
            SearchPart(0);
        else
            Parallel.For(0, parts, SearchPart);

        for (var row = 0; row < rows; row++)
        {
            for (var part = 1; part < parts; part++)
                found[0][row].Merge(found[part][row]);
            results[first + row] = Rank(queries.RowPointer(first + row), found[0][row], k);
        }
    }

    /// <summary>Offers the embeddings from <paramref name="start"/> to <paramref name="end"/> to every query's heap.</summary>
    private void Scan(
        float* queries, int queryRows, int start, int end, NearestNeighbors[] found, Func<int, bool>? include,
        int firstId, Func<int, int, bool>? includePair = null, CancellationToken cancellationToken = default)
    {
        var scores = new float[queryRows * DotProducts.BlockRows];
        var biases = CollectionsMarshal.AsSpan(_biases);
        fixed (float* products = scores)
        {
            for (var block = start; block < end; block += DotProducts.BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = Math.Min(DotProducts.BlockRows, end - block);
                DotProducts.Block(
                    queries, queryRows, _embeddings.RowPointer(block), rows, _embeddings.Stride, products, DotProducts.BlockRows);
                for (var i = 0; i < queryRows; i++)
                {
                    var row = products + (i * DotProducts.BlockRows);
                    var threshold = found[i].Threshold;
                    for (var j = 0; j < rows; j++)
                    {
                        var closeness = row[j] - biases[block + j];
                        if (closeness < threshold)
                            continue;

                        var id = block + j;
                        if (firstId >= 0 && (id == firstId + i || includePair?.Invoke(firstId + i, id) == false))
                            continue;
                        if (include?.Invoke(id) == false)
                            continue;

                        found[i].Offer(id, closeness);
                        threshold = found[i].Threshold;
                    }
                }
            }
        }
    }

    private Neighbor[] Rank(float* query, NearestNeighbors found, int k)
    {
        var neighbors = new Neighbor[found.Count];
        var i = 0;
        foreach (var id in found.Ids)
            neighbors[i++] = new Neighbor(id, Distance(query, _embeddings.RowPointer(id)));
        Array.Sort(neighbors);
        return neighbors.Length > k ? neighbors[..k] : neighbors;
    }

    private float Distance(float* a, float* b) => Metric == Metric.Cosine
        ? Math.Max(0, 1 - DotProducts.One(a, b, _embeddings.Stride))
        : TensorPrimitives.Distance<float>(new(a, Dimensions), new(b, Dimensions));
}
