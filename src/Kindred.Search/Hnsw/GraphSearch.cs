using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Kindred.Search.Flat;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Answers queries by walking a graph, and by comparing with all vectors where that is quicker or where a walk would leave a list short.
/// Safe from several threads, beside adding and removing.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="vectors">The vectors of its nodes.</param>
/// <param name="codes">What walks compare; the vectors themselves where <see langword="null"/>.</param>
internal sealed unsafe class GraphSearch(HnswGraph graph, VectorTable vectors, FittedCodes? codes)
{
    /// <summary>
    /// A walk looks at about this many vectors for each that it keeps: where that comes to all, comparing with all is quicker.
    /// </summary>
    private const int LookedAtPerKept = 16;

    /// <summary>
    /// What comparing a vector on a walk costs, in those that are compared one after the other: see docs/benchmarks.md, Filters.
    /// </summary>
    private const double StepCost = 2;

    /// <summary>Ids that a filter is tried on to learn what share it lets through.</summary>
    private const int FilterSample = 256;

    /// <summary>Where a filter leaves a list short, the next walk keeps so many times as many.</summary>
    private const int Wider = 4;

    /// <summary>More candidates than this go to the heap.</summary>
    private const int MostOnStack = 1024;

    private readonly ConcurrentQueue<Walk> _walks = new();

    /// <summary>Candidates a search keeps, at least 1.</summary>
    public int EfSearch { get; set; } = 1;

    /// <summary>Hands out what a thread walks with. <see cref="Return"/> takes it back.</summary>
    public Walk Rent() => _walks.TryDequeue(out var walk) ? walk : new Walk(graph, vectors);

    /// <summary>Takes back what <see cref="Rent"/> handed out.</summary>
    public void Return(Walk walk) => _walks.Enqueue(walk);

    /// <summary>Finds the vectors nearest to a query.</summary>
    /// <param name="walk">What to walk with.</param>
    /// <param name="query">A padded row; of length 1 where the metric is the cosine.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="include">Ids that may be found; all where <see langword="null"/>.</param>
    /// <returns>Nearest first, ties by id.</returns>
    public Neighbor[] Search(Walk walk, float* query, int k, Func<int, bool>? include) => Search(walk, query, k, include, isInGraph: false);

    /// <summary>
    /// Finds the vectors of a set that are nearest to a query. Where the set is small it is compared as it is; else the graph is walked,
    /// through all vectors.
    /// </summary>
    /// <param name="walk">What to walk with.</param>
    /// <param name="queries">Padded rows; of length 1 where the metric is the cosine.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="within">The ids that may be found.</param>
    /// <param name="include">Which of them may be found; all where <see langword="null"/>.</param>
    /// <returns>Nearest first, ties by id.</returns>
    public Neighbor[] SearchWithin(Walk walk, AlignedMatrix queries, int row, int k, IdSet within, Func<int, bool>? include)
    {
        k = Math.Min(k, Math.Min(graph.Present, within.Count));
        if (k == 0)
            return [];
        bool May(int id) => !graph.IsRemoved(id) && include?.Invoke(id) != false;
        var ranked = Ranked(k, include is not null);
        var query = queries.RowPointer(row);

        // A walk keeps one of so many as the set is a part of all.
        double Steps(double width) => width * LookedAtPerKept * graph.Count / within.Count;
        for (double width = Math.Max(EfSearch, ranked); within.Count > StepCost * Steps(width); width *= Wider)
        {
            if (!Run(walk, query, (int)width, within))
                break;
            if (Nearest(walk, query, k, ranked, least: k, include) is { } found)
                return found;
        }

        // Where the rest of the filter leaves little near the query, only looking at the whole set is sure to find what there is.
        var table = codes?.UpToDate();
        var nearest = new SubsetSearch(vectors, table).Search(queries, row, k, within, graph.Count, May);
        GC.KeepAlive(table);
        return nearest;
    }

    /// <summary>Finds the neighbors of a vector among the others.</summary>
    /// <param name="walk">What to walk with.</param>
    /// <param name="id">Its id.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="include">Whether the second id may be a neighbor of the first; any other may where <see langword="null"/>.</param>
    /// <returns>Nearest first, ties by id.</returns>
    public Neighbor[] SearchOthers(Walk walk, int id, int k, Func<int, int, bool>? include) => include is null
        ? Search(walk, vectors.Row(id), k, other => other != id, isInGraph: true)
        : Search(walk, vectors.Row(id), k, other => other != id && include(id, other), isInGraph: false);

    /// <summary>Walks, and compares with all where that has to be.</summary>
    /// <param name="walk">What to walk with.</param>
    /// <param name="query">A padded row.</param>
    /// <param name="k">How many.</param>
    /// <param name="include">Ids that may be found.</param>
    /// <param name="isInGraph">Whether the filter leaves out the query and nothing else: then no wider walk is needed.</param>
    private Neighbor[] Search(Walk walk, float* query, int k, Func<int, bool>? include, bool isInGraph)
    {
        k = Math.Min(k, graph.Present);
        if (k == 0)
            return [];
        // What is in the graph finds itself.
        var ranked = Ranked(isInGraph ? k + 1 : k, include is not null && !isInGraph);
        for (var width = Width(ranked, isInGraph ? null : include); width * LookedAtPerKept < graph.Count; width *= Wider)
        {
            if (!Run(walk, query, (int)width))
                break;
            if (Nearest(walk, query, k, ranked, least: isInGraph ? k - 1 : k, include) is { } found)
                return found;
        }

        // Where a filter leaves little near the query, only looking at all of it is sure to find what there is.
        return SearchExactly(query, k, include);
    }

    /// <summary>The nearest of what a walk has kept and may be found; <see langword="null"/> where they are too few.</summary>
    private Neighbor[]? Nearest(Walk walk, float* query, int k, int ranked, int least, Func<int, bool>? include)
    {
        Span<int> found = ranked <= MostOnStack ? stackalloc int[ranked] : new int[ranked];
        var count = 0;
        for (var i = 0; i < walk.Beam.Count && count < ranked; i++)
        {
            var id = walk.Beam.Id(i);
            if (!graph.IsRemoved(id) && include?.Invoke(id) != false)
                found[count++] = id;
        }

        return count < least ? null : ExactRanking.Nearest(vectors, query, found[..count], k, sparing: true);
    }

    private bool Run(Walk walk, float* query, int width, IdSet? within = null)
    {
        var numbers = new ReadOnlySpan<float>(query, vectors.Dimensions);
        var halfSquare = TensorPrimitives.SumOfSquares(numbers) / 2;
        if (codes is null)
            return walk.Run(new ExactDistance(vectors, query, vectors.Metric == Metric.Cosine ? 0.5f : halfSquare), width, within);

        var table = codes.UpToDate();
        table.Quantizer.EncodeQuery(numbers, walk.EncodedQuery);
        var isRun = walk.Run(new CodeDistance(table, walk.EncodedQuery, halfSquare), width, within);
        GC.KeepAlive(table); // Another search may have replaced it, and left it to the garbage collector.
        return isRun;
    }

    /// <summary>
    /// How many candidates are ranked once more, exactly: a few more than are wanted, unless no more are to be kept. A filter mostly takes
    /// what is nearest, which was chosen before, so that a walk for as many as are wanted would be short of them.
    /// </summary>
    private int Ranked(int k, bool isFiltered)
    {
        var ranked = k + (codes is null ? FlatScan.Slack : QuantizedScan.Slack);
        return EfSearch >= k && !isFiltered ? Math.Min(ranked, EfSearch) : ranked;
    }

    /// <summary>How many candidates to keep: more where some of them are removed or filtered out.</summary>
    private double Width(int wanted, Func<int, bool>? include)
    {
        double width = Math.Max(EfSearch, wanted);
        if (graph.RemovedButLinked is > 0 and var removed)
            width *= 1 + (removed / (double)Math.Max(1, graph.Present));
        if (include is null)
            return width;

        var sample = Math.Min(FilterSample, graph.Count);
        var passed = 0;
        for (var i = 0; i < sample; i++)
        {
            if (include((int)((long)i * graph.Count / sample)))
                passed++;
        }

        return width * sample / Math.Max(passed, 0.5);
    }

    private Neighbor[] SearchExactly(float* query, int k, Func<int, bool>? include)
    {
        using var queries = new AlignedMatrix(vectors.Dimensions, 1);
        queries.Add(new ReadOnlySpan<float>(query, vectors.Dimensions));
        return FlatScan.Search(vectors, queries, k, id => id < graph.Count && !graph.IsRemoved(id) && include?.Invoke(id) != false)[0];
    }
}
