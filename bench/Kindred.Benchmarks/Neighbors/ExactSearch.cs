using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>Exact search, as bench/peers/search.py does it with other libraries: lists of all, and one query after another.</summary>
internal static class ExactSearch
{
    private const int K = 10;
    private const int Repeats = 5;
    private const int QueriesOfARound = 20;
    private const int QueryRounds = 9;

    /// <summary>The ten nearest of every vector among the others, on all cores.</summary>
    /// <param name="path">The vectors.</param>
    /// <param name="listsPath">Where the lists go, to be compared with those of others: ids as float32, which holds them exactly.</param>
    public static int RunAll(string path, string? listsPath)
    {
        using var vectors = VectorFile.Open(path);
        using var index = Fill(vectors);
        Neighbor[][] lists = [];
        var seconds = Rounds.Time(Repeats, () => lists = index.SearchAll(K));
        if (listsPath is not null)
        {
            using var file = VectorFile.Create(listsPath, vectors.Rows, K);
            for (var row = 0; row < vectors.Rows; row++)
            {
                for (var rank = 0; rank < K; rank++)
                    file[row][rank] = lists[row][rank].Id;
            }
        }

        Rounds.Print(new
        {
            table = "exact",
            library = "Kindred",
            method = "flat",
            vectors = vectors.Rows,
            dimensions = vectors.Columns,
            threads = Environment.ProcessorCount,
            seconds,
        });
        return 0;
    }

    /// <summary>
    /// One query after another, on as many threads as the process has cores (DOTNET_PROCESSOR_COUNT sets that), beside how fast the same
    /// threads read memory.
    /// </summary>
    public static int RunSingle(string path)
    {
        using var vectors = VectorFile.Open(path);
        using var index = Fill(vectors);
        var query = 0;
        var seconds = Rounds.Per(QueriesOfARound, Rounds.Time(QueryRounds, () =>
        {
            for (var i = 0; i < QueriesOfARound; i++)
                index.Search(vectors[(query = (query + 7919) % vectors.Rows)], K);
        }));
        var bandwidth = ReadBandwidth.Measure();
        Rounds.Print(new
        {
            table = "single",
            library = "Kindred",
            method = "flat",
            vectors = vectors.Rows,
            dimensions = vectors.Columns,
            threads = Environment.ProcessorCount,
            seconds,
            bandwidth,
            shareOfBandwidth = (double)vectors.Rows * vectors.Columns * sizeof(float) / Rounds.Median(seconds) / bandwidth,
        });
        return 0;
    }

    private static FlatIndex Fill(VectorFile vectors)
    {
        var index = new FlatIndex(vectors.Columns, Metric.Cosine, vectors.Rows);
        for (var row = 0; row < vectors.Rows; row++)
            index.Add(vectors[row]);
        return index;
    }
}
