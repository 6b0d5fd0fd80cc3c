using Kindred.Benchmarks.Vectors;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Quantization;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>
/// What one index over the first vectors of a file costs: time to build, memory, time for a query, and what it misses. It is built, written
/// to a file and searched from there, as a library does it.
/// </summary>
internal static class IndexCost
{
    private const int Repeats = 5;

    /// <summary>
    /// Numbers that a round of exact queries reads, more or less: enough to be timed, and not all queries where each is long.
    /// </summary>
    private const long NumbersOfARound = 1L << 32;

    /// <summary>Prints lines for the table of growth, each with the number of threads that its queries ran on.</summary>
    /// <param name="table">The table that the lines are for.</param>
    /// <param name="basePath">The vectors.</param>
    /// <param name="queriesPath">The queries.</param>
    /// <param name="rows">How many of the vectors to index, from the first; all where <see langword="null"/>.</param>
    /// <param name="method">One of <see cref="Indexes.Methods"/>.</param>
    /// <param name="precision">One of <see cref="Indexes.Precisions"/>.</param>
    /// <param name="name">What the vectors are called.</param>
    public static int Run(string table, string basePath, string queriesPath, int? rows, string method, string precision, string name)
    {
        using var vectors = VectorFile.Open(basePath);
        using var queries = VectorFile.Open(queriesPath);
        var count = rows ?? vectors.Rows;
        var truth = ExactLists.Find(vectors, count, queries);

        var folder = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "bench.index");
            var buildSeconds = Rounds.TimeCold(1, () => Build(path, method, precision, vectors, count));
            var before = ResidentMemory.Measure();
            var file = IndexFile.TryOpen(path) ?? throw new InvalidOperationException("The index was not written.");
            using var opened = GalleryIndex.Over([], file, new SearchChoice(method == "hnsw", Indexes.Parse(precision)));
            var recall = truth.Recall(opened.Index, queries);
            // Measured after searching: what is mapped counts once it is touched.
            var memory = ResidentMemory.Measure() - before;
            Measure(opened.Index, queries, (threads, seconds) => Rounds.Print(new
            {
                table,
                library = "Kindred",
                method,
                precision,
                vectors = count,
                dimensions = vectors.Columns,
                data = name,
                threads,
                ef = (opened.Index as HnswIndex)?.EfSearch,
                recall,
                memory,
                buildSeconds,
                seconds,
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Build(string path, string method, string precision, VectorFile vectors, int count)
    {
        using var index = Indexes.Build(method, precision, vectors, count);
        if (index is HnswIndex graph)
        {
            graph.Save(path);
            return;
        }

        int[] ids = [.. Enumerable.Range(0, count)];
        RowKey[] keys = [.. ids.Select(id => new RowKey(id, 0))];
        using var codes = precision == "int8" ? new CodeTable(ScalarQuantizer.Fit(index.Vectors)) : null;
        codes?.AddFrom(index.Vectors);
        IndexFileWriter.Write(path, default, ids, keys, index.Vectors, codes, graph: null);
    }

    private static void Measure(NeighborIndex index, VectorFile queries, Action<int, double[]> print)
    {
        if (index is FlatIndex)
        {
            var some = (int)Math.Clamp(NumbersOfARound / ((long)index.Count * index.Dimensions), 10, queries.Rows);
            print(Environment.ProcessorCount, Rounds.Per(some, Rounds.Time(Repeats, () => SearchEach(index, queries, some))));
            return;
        }

        print(1, Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => SearchEach(index, queries, queries.Rows))));
        print(Environment.ProcessorCount, Rounds.Per(
            queries.Rows, Rounds.Time(Repeats, () => Parallel.For(0, queries.Rows, query => index.Search(queries[query], ExactLists.K)))));
    }

    private static void SearchEach(NeighborIndex index, VectorFile queries, int count)
    {
        for (var query = 0; query < count; query++)
            index.Search(queries[query], ExactLists.K);
    }
}
