using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Kindred.Search.Files;
using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;

namespace Kindred.Search;

/// <summary>
/// Approximate nearest-neighbor search for large galleries: hierarchical navigable small world graphs (Malkov and Yashunin, "Efficient and robust approximate
/// nearest neighbor search using Hierarchical Navigable Small World graphs", arXiv 1603.09320). Most of the true neighbors are found, at a small part of
/// the work; the distances reported are exact. Searching, adding and removing are safe from several threads at once.
/// </summary>
/// <remarks>
/// An embedding that is added while a search runs may be found by it or not; one whose removal has returned before a search begins is not found by it. Ids are
/// given out in order and never twice: what is removed keeps its place in memory.
/// </remarks>
public sealed unsafe class HnswIndex : NeighborIndex
{
    /// <summary>A walk looks at this many embeddings, more or less, for each that it keeps: where that comes to all, comparing with all is quicker.</summary>
    private const int LookedAtPerKept = 16;

    /// <summary>Ids that a filter is tried on to learn what share it lets through.</summary>
    private const int FilterSample = 256;

    /// <summary>More candidates than this go to the heap.</summary>
    private const int MostOnStack = 1024;

    /// <summary>The graph is repaired when this share of it is removed but still linked to.</summary>
    private const double MostRemoved = 0.2;

    private readonly Lock _adding = new();
    private readonly Lock _repairing = new();
    private readonly HnswOptions _options;
    private readonly FittedCodes? _codes;
    private readonly IndexFile? _file;
    private readonly ConcurrentQueue<Walk> _walks = new();

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Length of every embedding, at least 1.</param>
    /// <param name="metric">How embeddings are compared.</param>
    /// <param name="options">How to build and search; the defaults where <see langword="null"/>.</param>
    public HnswIndex(int dimensions, Metric metric, HnswOptions? options = null)
        : this(new VectorTable(dimensions, metric), options ?? new HnswOptions())
    {
    }

    /// <summary>Takes vectors, and what there is of their codes and their graph. All are disposed with the index, and then the file they lie in.</summary>
    internal HnswIndex(VectorTable vectors, HnswOptions options, CodeTable? codes = null, HnswGraph? graph = null, IndexFile? file = null)
        : base(vectors)
    {
        _file = file;
        _options = options;
        EfSearch = options.EfSearch;
        Graph = graph ?? new HnswGraph(options.M);
        _codes = options.Precision == VectorPrecision.Int8 ? new FittedCodes(vectors, codes) : null;
    }

    /// <inheritdoc/>
    public override int Count => Graph.Count - Graph.Removed;

    /// <summary>Candidates a search keeps; see <see cref="HnswOptions.EfSearch"/>.</summary>
    public int EfSearch
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    internal HnswGraph Graph { get; }

    /// <summary>Adds an embedding and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="NeighborIndex.Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> embedding)
    {
        int id;
        lock (_adding)
        {
            id = Vectors.Add(embedding);
            Graph.AddNodes(id + 1, LevelOf);
        }

        var linker = Linker();
        linker.Link(id);
        _walks.Enqueue(linker.Walk);
        return id;
    }

    /// <summary>Adds embeddings, on all cores.</summary>
    /// <param name="embeddings">One after another, each of length <see cref="NeighborIndex.Dimensions"/>.</param>
    /// <param name="progress">Told how many are done, from any thread.</param>
    /// <param name="cancellationToken">Stops; what is not linked by then is never found.</param>
    /// <returns>The id of the first; those of the others follow.</returns>
    /// <exception cref="ArgumentException">They are no whole number of embeddings.</exception>
    public int AddRange(ReadOnlySpan<float> embeddings, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (embeddings.Length % Dimensions != 0)
            throw new ArgumentException($"{embeddings.Length} numbers are no whole embeddings of {Dimensions}.", nameof(embeddings));

        int first, end;
        lock (_adding)
        {
            first = Graph.Count;
            for (var start = 0; start < embeddings.Length; start += Dimensions)
                Vectors.Add(embeddings.Slice(start, Dimensions));
            Graph.AddNodes(end = Vectors.Count, LevelOf);
        }

        Link(first, end, progress, cancellationToken);
        return first;
    }

    /// <summary>Removes an embedding: no search that begins from now on finds it.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was there.</returns>
    /// <remarks>Now and then this repairs the graph, which takes about as long as adding as many embeddings as were removed since.</remarks>
    public bool Remove(int id)
    {
        if (!Graph.TryRemove(id))
            return false;
        if (Graph.RemovedButLinked > MostRemoved * Count && _repairing.TryEnter())
        {
            try
            {
                Repair.Run(Graph, Vectors);
            }
            finally
            {
                _repairing.Exit();
            }
        }

        return true;
    }

    /// <summary>Reads an index that <see cref="Save"/> wrote. It is mapped into memory: searching reads what it needs, and changes stay out of the file.</summary>
    /// <param name="path">The file. It must not be written to as long as the index is used; <see cref="Save"/> replaces it, which is safe.</param>
    /// <param name="options">How to search, and to build further; the defaults where <see langword="null"/>. M is that of the file.</param>
    /// <exception cref="InvalidDataException">There is no such file, or it is no index, damaged, or of another version: build the index anew.</exception>
    public static HnswIndex Load(string path, HnswOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new HnswOptions();
        var file = IndexFile.TryOpen(path);
        if (file is not { HasGraph: true })
        {
            file?.Dispose();
            throw new InvalidDataException($"{path} is not there, or is no whole index of this version; build the index anew and save it.");
        }

        var usesCodes = options.Precision == VectorPrecision.Int8;
        return new HnswIndex(file.Vectors(sparing: usesCodes), options, usesCodes && file.HasCodes ? file.Codes() : null, file.Graph(), file);
    }

    /// <summary>
    /// Writes the index to a file. Ids stay what they are. Whatever is added or removed meanwhile may be in it or not.
    /// </summary>
    /// <param name="path">The file to make; another one is replaced when this one is whole.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int[] ids = [.. Enumerable.Range(0, Graph.Count)];
        RowKey[] keys = [.. ids.Select(id => new RowKey(id, 0))];
        IndexFileWriter.Write(path, default, ids, keys, Vectors, _codes?.UpToDate(), Graph);
    }

    /// <inheritdoc/>
    public override Neighbor[] Search(ReadOnlySpan<float> query, int k, Func<int, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (query.Length != Dimensions)
            throw new ArgumentException($"A query has {Dimensions} numbers here, not {query.Length}.", nameof(query));

        var walk = Rent();
        var row = walk.Query[0];
        query.CopyTo(row);
        if (Metric == Metric.Cosine)
            VectorTable.Normalize(row);
        var found = Search(walk, walk.Query.RowPointer(0), k, include);
        _walks.Enqueue(walk);
        return found;
    }

    /// <inheritdoc/>
    public override Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var results = new Neighbor[Graph.Count][];
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancellationToken }, Rent, (id, _, walk) =>
        {
            results[id] = Graph.IsRemoved(id)
                ? []
                : Search(walk, Vectors.Row(id), k, include is null ? other => other != id : other => other != id && include(id, other), looksAtItself: include is null);
            return walk;
        }, _walks.Enqueue);
        return results;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _codes?.Dispose();
        Graph.Dispose();
        Vectors.Dispose();
        _file?.Dispose();
    }

    /// <inheritdoc/>
    internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Normalize(queries);
        var results = new Neighbor[queries.Rows][];
        var walk = Rent();
        for (var row = 0; row < queries.Rows; row++)
            results[row] = Search(walk, queries.RowPointer(row), k, include);
        _walks.Enqueue(walk);
        return results;
    }

    private Neighbor[] Search(Walk walk, float* query, int k, Func<int, bool>? include, bool looksAtItself = false)
    {
        k = Math.Min(k, Count);
        if (k == 0)
            return [];
        var ranked = k + (_codes is null ? FlatScan.Slack : QuantizedScan.Slack);
        var width = (int)Math.Min(int.MaxValue, Width(ranked, looksAtItself ? null : include));
        if ((long)width * LookedAtPerKept >= Graph.Count || !Run(walk, query, width))
            return SearchExactly(query, k, include);

        Span<int> found = ranked <= MostOnStack ? stackalloc int[ranked] : new int[ranked];
        var count = 0;
        for (var i = 0; i < walk.Beam.Count && count < ranked; i++)
        {
            var id = walk.Beam.Id(i);
            if (!Graph.IsRemoved(id) && include?.Invoke(id) != false)
                found[count++] = id;
        }

        // Where a filter leaves little near the query, only looking at all of it is sure to find what there is.
        return count < k - (looksAtItself ? 1 : 0) ? SearchExactly(query, k, include) : QuantizedScan.Rerank(Vectors, query, found[..count], k);
    }

    private bool Run(Walk walk, float* query, int width)
    {
        var numbers = new ReadOnlySpan<float>(query, Dimensions);
        var halfSquare = TensorPrimitives.SumOfSquares(numbers) / 2;
        if (_codes is null)
            return walk.Run(new ExactDistance(Vectors, query, Metric == Metric.Cosine ? 0.5f : halfSquare), width);

        var codes = _codes.UpToDate();
        codes.Quantizer.EncodeQuery(numbers, walk.EncodedQuery);
        var isRun = walk.Run(new CodeDistance(codes, walk.EncodedQuery, halfSquare), width);
        GC.KeepAlive(codes); // Another search may have replaced it, and left it to the garbage collector.
        return isRun;
    }

    /// <summary>How many candidates to keep: more where some of them are removed or filtered out.</summary>
    private double Width(int wanted, Func<int, bool>? include)
    {
        double width = Math.Max(EfSearch, wanted);
        if (Graph.RemovedButLinked is > 0 and var removed)
            width *= 1 + (removed / (double)Math.Max(1, Count));
        if (include is null)
            return width;

        var sample = Math.Min(FilterSample, Graph.Count);
        var passed = 0;
        for (var i = 0; i < sample; i++)
        {
            if (include((int)((long)i * Graph.Count / sample)))
                passed++;
        }

        return width * sample / Math.Max(passed, 0.5);
    }

    private Neighbor[] SearchExactly(float* query, int k, Func<int, bool>? include)
    {
        using var queries = new AlignedMatrix(Dimensions, 1);
        queries.Add(new ReadOnlySpan<float>(query, Dimensions));
        return FlatScan.Search(Vectors, queries, k, id => id < Graph.Count && !Graph.IsRemoved(id) && include?.Invoke(id) != false)[0];
    }

    /// <summary>Links the vectors that are there and not linked yet, on all cores.</summary>
    internal void LinkAll(IProgress<int>? progress, CancellationToken cancellationToken)
    {
        int first, end;
        lock (_adding)
        {
            first = Graph.Count;
            Graph.AddNodes(end = Vectors.Count, LevelOf);
        }

        Link(first, end, progress, cancellationToken);
    }

    private void Link(int first, int end, IProgress<int>? progress, CancellationToken cancellationToken) =>
        ParallelLinking.Run(first, end, Linker, linker => _walks.Enqueue(linker.Walk), progress, cancellationToken);

    private Linking Linker() => new(Graph, Vectors, Rent(), _options.EfConstruction);

    private int LevelOf(int id) => HnswLevels.Draw(_options.Seed, id, Graph.M);

    private Walk Rent() => _walks.TryDequeue(out var walk) ? walk : new Walk(Graph, Vectors);
}
