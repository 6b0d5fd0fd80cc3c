using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>
/// Compares queries with every vector of a table. Candidates are ranked by <c>q·x − bias(x)</c>: for one query that orders as the
/// distance does, and leaves a single kernel for both metrics. Reported distances are computed anew from the vectors.
/// </summary>
internal static unsafe class FlatScan
{
    /// <summary>Candidates kept beyond k, so that rounding in the ranking cannot push a true neighbor out.</summary>
    public const int Slack = 8;

    /// <summary>Below this much work (vectors × dimensions × queries) one thread is done before a second has started.</summary>
    private const long ParallelThreshold = 1 << 21;

    /// <summary>Rows that a thread takes at a time.</summary>
    private const int PieceRows = SegmentedRows.LeastSegmentRows;

    /// <summary>Searches; see <see cref="NeighborIndex.Search(AlignedMatrix, int, Func{int, bool}, IdSet)"/>.</summary>
    public static Neighbor[][] Search(VectorTable vectors, AlignedMatrix queries, int k, Func<int, bool>? include)
    {
        var results = new Neighbor[queries.Rows][];
        for (var first = 0; first < queries.Rows; first += BlockProduct.MostRows)
            SearchBlock(vectors, queries, first, Math.Min(BlockProduct.MostRows, queries.Rows - first), k, include, results);
        return results;
    }

    /// <summary>Lets a block of queries search, the table dealt out to the cores piece by piece.</summary>
    private static void SearchBlock(
        VectorTable vectors, AlignedMatrix queries, int first, int rows, int k, Func<int, bool>? include, Neighbor[][] results)
    {
        var count = vectors.Count;
        var capacity = (int)Math.Min((long)k + Slack, Math.Max(count, 1));
        var pieces = (count + PieceRows - 1) / PieceRows;
        using var share = new CoreShare((long)count * vectors.Dimensions * rows < ParallelThreshold ? 1 : pieces);
        var found = new NearestNeighbors[share.Parts][];
        var next = -1;
        void SearchPart(int part)
        {
            using var block = new QueryBlock(vectors, queries, first, rows, capacity, include);
            for (int piece; (piece = Interlocked.Increment(ref next)) < pieces;)
                block.Scan(piece * PieceRows, Math.Min(PieceRows, count - (piece * PieceRows)));
            found[part] = block.Found;
        }

        share.Run(SearchPart);
        for (var row = 0; row < rows; row++)
        {
            for (var part = 1; part < found.Length; part++)
                found[0][row].Merge(found[part][row]);
            results[first + row] = ExactRanking.Nearest(vectors, queries.RowPointer(first + row), found[0][row], k, sparing: false);
        }
    }
}
