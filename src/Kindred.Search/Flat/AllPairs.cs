using Kindred.Search.Kernels;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>
/// Compares all vectors of a table with each other. A pair's product serves both of them, so half of the products are enough: blocks
/// of rows meet only those behind them.
/// </summary>
internal static unsafe class AllPairs
{
    /// <summary>Searches; see <see cref="NeighborIndex.SearchAll"/>.</summary>
    public static Neighbor[][] Search(VectorTable vectors, int k, Func<int, int, bool>? include, CancellationToken cancellationToken)
    {
        var count = vectors.Count;
        var results = new Neighbor[count][];
        if (count == 0)
            return results;

        var capacity = (int)Math.Min((long)k + FlatScan.Slack, count);
        var found = new NearestNeighbors[count];
        for (var id = 0; id < count; id++)
            found[id] = new NearestNeighbors(capacity);

        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Compare(vectors, found, include, options);
        Parallel.For(0, count, options, id =>
            results[id] = ExactRanking.Nearest(vectors, vectors.Row(id), found[id], k, sparing: false));
        return results;
    }

    private static void Compare(VectorTable vectors, NearestNeighbors[] found, Func<int, int, bool>? include, ParallelOptions options)
    {
        // Some pairs of blocks for every core, so that none is left with the last one for long.
        var count = found.Length;
        var size = BlockProduct.BlockRows(count, (int)Math.Ceiling(Math.Sqrt(8.0 * Environment.ProcessorCount)));
        var blocks = (count + size - 1) / size;
        var locks = new Lock[blocks];
        for (var block = 0; block < blocks; block++)
            locks[block] = new Lock();

        using var next = Pairs(blocks).GetEnumerator();
        var taking = new Lock();
        Parallel.For(0, Math.Min(Environment.ProcessorCount, blocks), options, _ =>
        {
            using var pair = new BlockPair(vectors, size, found, include);
            for (; ; )
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                int left, right;
                lock (taking)
                {
                    if (!next.MoveNext())
                        return;
                    (left, right) = next.Current;
                }

                pair.Multiply(left * size, right * size);
                lock (locks[left])
                    pair.OfferRight();
                if (left == right)
                    continue;
                lock (locks[right])
                    pair.OfferLeft();
            }
        });
    }

    private static IEnumerable<(int Left, int Right)> Pairs(int blocks)
    {
        for (var left = 0; left < blocks; left++)
        {
            for (var right = left; right < blocks; right++)
                yield return (left, right);
        }
    }
}
