using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>
/// What a graph's search finds and costs over the number of candidates it keeps, as `bench/peers/search.py hnsw` measures it.
/// </summary>
internal static class GraphRecall
{
    private const int Repeats = 5;

    /// <summary>As in search.py.</summary>
    private static readonly int[] Widths = [10, 15, 20, 30, 40, 60, 80, 120, 200, 400];

    public static int Run(string basePath, string queriesPath, string name)
    {
        using var vectors = VectorFile.Open(basePath);
        using var queries = VectorFile.Open(queriesPath);
        var truth = ExactLists.Find(vectors, vectors.Rows, queries);
        Search.HnswIndex? index = null;
        var built = Rounds.TimeCold(1, () => index = Indexes.Hnsw(vectors, vectors.Rows));
        using var graph = index ?? throw new InvalidOperationException("Nothing was built.");
        Rounds.Print(new
        {
            table = "build",
            library = "Kindred",
            method = "hnsw",
            vectors = vectors.Rows,
            dimensions = vectors.Columns,
            data = name,
            threads = Environment.ProcessorCount,
            seconds = built,
        });
        foreach (var width in Widths)
        {
            graph.EfSearch = width;
            Rounds.Print(new
            {
                table = "hnsw",
                library = "Kindred",
                method = "hnsw",
                vectors = vectors.Rows,
                dimensions = vectors.Columns,
                data = name,
                ef = width,
                recall = truth.Recall(graph, queries),
                threads = 1,
                seconds = Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => SearchEach(graph, queries))),
            });
        }

        return 0;
    }

    private static void SearchEach(Search.NeighborIndex index, VectorFile queries)
    {
        for (var query = 0; query < queries.Rows; query++)
            index.Search(queries[query], ExactLists.K);
    }
}
