using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>
/// What is left of a graph's recall when three of ten vectors are removed and as many others added, beside a graph built anew.
/// </summary>
internal static class Churn
{
    private const double Share = 0.3;
    private const int Seed = 1;
    private const int Repeats = 5;
    private static readonly int[] Widths = [40, 100, 200];

    public static int Run(string basePath, string queriesPath, string name)
    {
        using var vectors = VectorFile.Open(basePath);
        using var queries = VectorFile.Open(queriesPath);
        var before = (int)(vectors.Rows / (1 + Share));
        var removed = Enumerable.Range(0, before).ToArray();
        new Random(Seed).Shuffle(removed);
        removed = removed[..(int)(before * Share)];
        var after = Enumerable.Range(0, vectors.Rows).Except(removed).ToArray();

        using var changed = Indexes.Hnsw(vectors, before);
        var removing = Rounds.TimeCold(1, () => Array.ForEach(removed, id => changed.Remove(id)));
        // Ids go on where they ended, so that they stay the numbers of rows.
        var adding = Rounds.TimeCold(1, () => changed.AddRange(vectors.GetSpan()[(before * vectors.Columns)..]));

        using var file = new TemporaryVectors(vectors, after);
        using var fresh = Indexes.Hnsw(file.Vectors, after.Length);
        using var exact = Indexes.Flat(file.Vectors, after.Length);
        var truth = ExactLists.Of(exact, queries, id => after[id]);
        foreach (var width in Widths)
        {
            changed.EfSearch = fresh.EfSearch = width;
            Rounds.Print(new
            {
                table = "churn",
                library = "Kindred",
                method = "hnsw",
                vectors = after.Length,
                dimensions = vectors.Columns,
                data = name,
                ef = width,
                removed = removed.Length,
                added = vectors.Rows - before,
                secondsToRemove = removing[0],
                secondsToAdd = adding[0],
                recall = truth.Recall(changed, queries),
                freshRecall = truth.Recall(fresh, queries, id => after[id]),
                seconds = Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => SearchEach(changed, queries))),
                freshSeconds = Rounds.Per(queries.Rows, Rounds.Time(Repeats, () => SearchEach(fresh, queries))),
            });
        }

        return 0;
    }

    private static void SearchEach(Search.NeighborIndex index, VectorFile queries)
    {
        for (var query = 0; query < queries.Rows; query++)
            index.Search(queries[query], ExactLists.K);
    }

    /// <summary>Some rows of a file, in a file of their own for as long as they are needed.</summary>
    private sealed class TemporaryVectors : IDisposable
    {
        private readonly string _path = Path.GetTempFileName();

        public TemporaryVectors(VectorFile all, int[] rows)
        {
            Vectors = VectorFile.Create(_path, rows.Length, all.Columns);
            for (var row = 0; row < rows.Length; row++)
                all[rows[row]].CopyTo(Vectors[row]);
        }

        public VectorFile Vectors { get; }

        public void Dispose()
        {
            ((IDisposable)Vectors).Dispose();
            File.Delete(_path);
        }
    }
}
