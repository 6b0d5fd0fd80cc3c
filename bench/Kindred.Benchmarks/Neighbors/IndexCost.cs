using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>What one index over the first vectors of a file costs: time to build, memory, time for a query, and what it misses.</summary>
internal static class IndexCost
{
    private const int Repeats = 5;

    /// <summary>Numbers that a round of exact queries reads, more or less: enough to be timed, and not all queries where each is long.</summary>
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

        var before = PrivateMemory.Measure();
        NeighborIndex? built = null;
        var buildSeconds = Rounds.TimeCold(1, () => built = Indexes.Build(method, precision, vectors, count));
        using var index = built ?? throw new InvalidOperationException("Nothing was built.");
        var recall = truth.Recall(index, queries);
        // Measured after a search: some indexes make a part of what they need with the first.
        var memory = PrivateMemory.Measure() - before;

        void Print(int threads, double[] seconds) => Rounds.Print(new
        {
            table,
            library = "Kindred",
            method,
            precision,
            vectors = count,
            dimensions = vectors.Columns,
            data = name,
            threads,
            ef = (index as HnswIndex)?.EfSearch,
            recall,
            memory,
            buildSeconds,
            seconds,
        });

        if (method == "flat")
        {
            var some = (int)Math.Clamp(NumbersOfARound / ((long)count * vectors.Columns), 10, queries.Rows);
            Print(Environment.ProcessorCount, Rounds.Per(some, Rounds.Time(Repeats, () => SearchEach(index, queries, some))));
            return 0;
        }

        Print(1, Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => SearchEach(index, queries, queries.Rows))));
        Print(Environment.ProcessorCount, Rounds.Per(
            queries.Rows, Rounds.Time(Repeats, () => Parallel.For(0, queries.Rows, query => index.Search(queries[query], ExactLists.K)))));
        return 0;
    }

    private static void SearchEach(NeighborIndex index, VectorFile queries, int count)
    {
        for (var query = 0; query < count; query++)
            index.Search(queries[query], ExactLists.K);
    }
}
