using Kindred.Benchmarks.Vectors;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>The true neighbors of queries, and how many of them a search found.</summary>
internal sealed class ExactLists
{
    /// <summary>Neighbors of each query: recall is recall@10.</summary>
    public const int K = 10;

    private readonly HashSet<int>[] _lists;

    private ExactLists(HashSet<int>[] lists) => _lists = lists;

    /// <summary>Compares every query with all of the first rows.</summary>
    public static ExactLists Find(VectorFile vectors, int rows, VectorFile queries)
    {
        using var index = Indexes.Flat(vectors, rows);
        return Of(index, queries, id => id);
    }

    /// <summary>What an index finds, with its ids taken to those of another.</summary>
    public static ExactLists Of(NeighborIndex index, VectorFile queries, Func<int, int> id)
    {
        using var matrix = new AlignedMatrix(queries.Columns, queries.Rows);
        for (var row = 0; row < queries.Rows; row++)
            matrix.Add(queries[row]);
        return new ExactLists([.. index.Search(matrix, K).Select(list => list.Select(neighbor => id(neighbor.Id)).ToHashSet())]);
    }

    /// <summary>The share of the true neighbors that an index finds, one query after another.</summary>
    public double Recall(NeighborIndex index, VectorFile queries, Func<int, int>? id = null) =>
        Enumerable.Range(0, queries.Rows).Average(query =>
            index.Search(queries[query], K).Count(found => _lists[query].Contains(id?.Invoke(found.Id) ?? found.Id)) / (double)K);
}
