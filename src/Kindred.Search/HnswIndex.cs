using Kindred.Search.Files;
using Kindred.Search.Hnsw;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search;

/// <summary>
/// Approximate nearest-neighbor search among many vectors: hierarchical navigable small world graphs (Malkov and Yashunin, "Efficient and
/// robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs", arXiv 1603.09320). Most of the true
/// neighbors are found, at a small part of the work; the distances reported are exact. Searching, adding and removing are safe from several
/// threads at once.
/// </summary>
/// <remarks>
/// A vector that is added while a search runs may be found by it or not; one whose removal has returned before a search begins is not found
/// by it. Ids are given out in order and never twice: what is removed keeps its place in memory.
/// </remarks>
public sealed unsafe class HnswIndex : NeighborIndex
{
    /// <summary>The graph is repaired when this share of it is removed but still linked to.</summary>
    private const double MostRemoved = 0.2;

    private readonly Lock _adding = new();
    private readonly Lock _repairing = new();
    private readonly HnswOptions _options;
    private readonly FittedCodes? _codes;
    private readonly IndexFile? _file;
    private readonly GraphSearch _search;

    /// <summary>Creates an empty index.</summary>
    /// <param name="dimensions">Length of every vector, at least 1.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="options">How to build and search; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is less than 1.</exception>
    public HnswIndex(int dimensions, Metric metric, HnswOptions? options = null)
        : this(new VectorTable(dimensions, metric), options ?? new HnswOptions())
    {
    }

    /// <summary>
    /// Takes vectors, and what there is of their codes and their graph. All are disposed with the index, and then the file they lie in.
    /// </summary>
    internal HnswIndex(VectorTable vectors, HnswOptions options, CodeTable? codes = null, HnswGraph? graph = null, IndexFile? file = null)
        : base(vectors)
    {
        _file = file;
        _options = options;
        Graph = graph ?? new HnswGraph(options.M);
        _codes = options.Precision == VectorPrecision.Int8 ? new FittedCodes(vectors, codes) : null;
        _search = new GraphSearch(Graph, vectors, _codes) { EfSearch = options.EfSearch };
    }

    /// <inheritdoc/>
    public override int Count => Graph.Present;

    /// <summary>Candidates a search keeps, at least 1; see <see cref="HnswOptions.EfSearch"/>.</summary>
    public int EfSearch
    {
        get => _search.EfSearch;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _search.EfSearch = value;
        }
    }

    internal HnswGraph Graph { get; }

    /// <summary>Adds a vector and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="NeighborIndex.Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> vector)
    {
        int id;
        lock (_adding)
        {
            id = Vectors.Add(vector);
            Graph.AddNodes(id + 1, LevelOf);
        }

        var linker = NewLinker();
        linker.Link(id);
        _search.Return(linker.Walk);
        return id;
    }

    /// <summary>Adds vectors, on all cores.</summary>
    /// <param name="vectors">One after another, each of length <see cref="NeighborIndex.Dimensions"/>.</param>
    /// <param name="progress">Told how many are done, from any thread.</param>
    /// <param name="cancellationToken">Stops. Vectors that are not linked by then keep their ids, and may not be found.</param>
    /// <returns>The id of the first; those of the others follow.</returns>
    /// <exception cref="ArgumentException">They are no whole number of vectors.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public int AddRange(ReadOnlySpan<float> vectors, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (vectors.Length % Dimensions != 0)
            throw new ArgumentException($"{vectors.Length} numbers are not whole vectors of {Dimensions}.", nameof(vectors));

        int first, end;
        lock (_adding)
        {
            first = Graph.Count;
            for (var start = 0; start < vectors.Length; start += Dimensions)
                Vectors.Add(vectors.Slice(start, Dimensions));
            Graph.AddNodes(end = Vectors.Count, LevelOf);
        }

        Link(first, end, progress, cancellationToken);
        return first;
    }

    /// <summary>Removes a vector: no search that begins from now on finds it.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was there.</returns>
    /// <remarks>
    /// Now and then this repairs the graph, which takes about as long as adding as many vectors as were removed since.
    /// </remarks>
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

    /// <summary>
    /// Reads an index that <see cref="Save"/> wrote. It is mapped into memory: searching reads what it needs, and changes stay out of the
    /// file.
    /// </summary>
    /// <param name="path">
    /// The file. It must not be written to as long as the index is used; <see cref="Save"/> replaces it, which is safe.
    /// </param>
    /// <param name="options">How to search, and to build further; the defaults where <see langword="null"/>. M is that of the file.</param>
    /// <exception cref="InvalidDataException">
    /// There is no such file, or it is no index, damaged, or of another version: build the index anew.
    /// </exception>
    public static HnswIndex Load(string path, HnswOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new HnswOptions();
        var file = IndexFile.TryOpen(path);
        if (file is not { HasGraph: true })
        {
            file?.Dispose();
            throw new InvalidDataException(
                $"{path} is missing, or is not a complete index of this version; build the index again and save it.");
        }

        var usesCodes = options.Precision == VectorPrecision.Int8;
        var codes = usesCodes && file.HasCodes ? file.Codes() : null;
        return new HnswIndex(file.Vectors(sparing: usesCodes), options, codes, file.Graph(), file);
    }

    /// <summary>
    /// Writes the index to a file. Ids stay what they are. Whatever is added or removed meanwhile may be in it or not.
    /// </summary>
    /// <param name="path">The file to make; another one is replaced when this one is whole. Its folder is made where there is none.</param>
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

        var walk = _search.Rent();
        var row = walk.Query[0];
        query.CopyTo(row);
        if (Metric == Metric.Cosine)
            VectorTable.Normalize(row);
        var found = _search.Search(walk, walk.Query.RowPointer(0), k, include);
        _search.Return(walk);
        return found;
    }

    /// <inheritdoc/>
    public override Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var results = new Neighbor[Graph.Count][];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, results.Length, options, _search.Rent, (id, _, walk) =>
        {
            results[id] = Graph.IsRemoved(id) ? [] : _search.SearchOthers(walk, id, k, include);
            return walk;
        }, _search.Return);
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

    /// <inheritdoc/>
    internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null, IdSet? within = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Normalize(queries);
        var results = new Neighbor[queries.Rows][];
        var walk = _search.Rent();
        for (var row = 0; row < queries.Rows; row++)
        {
            results[row] = within is null
                ? _search.Search(walk, queries.RowPointer(row), k, include)
                : _search.SearchWithin(walk, queries, row, k, within, include);
        }

        _search.Return(walk);
        return results;
    }

    private void Link(int first, int end, IProgress<int>? progress, CancellationToken cancellationToken) =>
        ParallelLinker.Run(first, end, NewLinker, linker => _search.Return(linker.Walk), progress, cancellationToken);

    private Linker NewLinker() => new(Graph, Vectors, _search.Rent(), _options.EfConstruction);

    private int LevelOf(int id) => HnswLevels.Draw(_options.Seed, id, Graph.M);
}
