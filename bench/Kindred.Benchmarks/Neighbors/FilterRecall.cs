using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>
/// What a graph's search finds and costs where only a part of all vectors may be found, over how large that part is: drawn by chance, and
/// lying together, as pictures of one brand or kind do. Beside it the same part searched exactly, and the graph asked about each by a
/// function, which knows nothing of the part as a whole.
/// </summary>
internal static class FilterRecall
{
    private const int Repeats = 3;
    private const int Seed = 50;

    private static readonly double[] Shares = [0.001, 0.01, 0.1, 0.5];

    public static int Run(string basePath, string queriesPath, string name)
    {
        using var vectors = VectorFile.Open(basePath);
        using var queries = VectorFile.Open(queriesPath);
        using var flat = Indexes.Flat(vectors, vectors.Rows);
        using var graph = Indexes.Hnsw(vectors, vectors.Rows);
        var all = Lists(queries, query => flat.Search(query, ExactLists.K));
        Measure("graph", share: 1, together: false, all, query => graph.Search(query, ExactLists.K));
        foreach (var together in new[] { false, true })
        {
            foreach (var share in Shares)
            {
                var within = Part(vectors, share, together);
                var truth = Lists(queries, query => flat.SearchWithin(query, ExactLists.K, within));
                Measure("graph within", share, together, truth, query => graph.SearchWithin(query, ExactLists.K, within));
                Measure("exact within", share, together, truth, query => flat.SearchWithin(query, ExactLists.K, within));
                Measure("graph asking", share, together, truth, query => graph.Search(query, ExactLists.K, within.Contains));
            }
        }

        return 0;

        void Measure(string method, double share, bool together, int[][] truth, SearchOne search) => Rounds.Print(new
        {
            table = "filters",
            method,
            data = name,
            vectors = vectors.Rows,
            dimensions = vectors.Columns,
            share,
            lying = together ? "together" : "by chance",
            ef = graph.EfSearch,
            recall = Lists(queries, search)
                .Zip(truth, (own, wanted) => own.Intersect(wanted).Count() / (double)Math.Max(1, wanted.Length)).Average(),
            seconds = Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => Lists(queries, search))),
        });
    }

    private delegate Neighbor[] SearchOne(ReadOnlySpan<float> query);

    /// <summary>A part of all vectors: a share of them by chance, or those nearest to one of them.</summary>
    private static IdSet Part(VectorFile vectors, double share, bool together)
    {
        var random = new Random(Seed);
        var count = (int)(share * vectors.Rows);
        var ids = Enumerable.Range(0, vectors.Rows).ToArray();
        if (together)
        {
            using var index = Indexes.Flat(vectors, vectors.Rows);
            ids = [.. index.Search(vectors[random.Next(vectors.Rows)], count).Select(neighbor => neighbor.Id)];
        }
        else
        {
            random.Shuffle(ids);
        }

        var part = new IdSet(vectors.Rows);
        foreach (var id in ids.AsSpan(0, count))
            part.Add(id);
        return part;
    }

    private static int[][] Lists(VectorFile queries, SearchOne search)
    {
        var lists = new int[queries.Rows][];
        for (var query = 0; query < lists.Length; query++)
            lists[query] = Array.ConvertAll(search(queries[query]), neighbor => neighbor.Id);
        return lists;
    }
}
