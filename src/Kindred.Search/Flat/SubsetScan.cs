using System.Numerics;
using Kindred.Search.Hnsw;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>
/// Compares a query with the vectors of a set and with no others: where a filter leaves few, that is less work than anything that finds
/// its way to them.
/// </summary>
internal static unsafe class SubsetScan
{
    /// <summary>Below this many comparisons one thread is done before a second has started.</summary>
    private const int ParallelThreshold = 1 << 13;

    /// <summary>Words of the set that a thread takes at a time.</summary>
    private const int PieceWords = 256;

    /// <summary>Finds candidates.</summary>
    /// <param name="distance">Distances from the query.</param>
    /// <param name="capacity">How many to keep.</param>
    /// <param name="within">The ids to compare with; those that there is no distance to are passed over.</param>
    /// <param name="count">Ids are below this.</param>
    /// <param name="include">Which of them may be found; all where <see langword="null"/>.</param>
    public static NearestNeighbors Search<TDistance>(
        TDistance distance, int capacity, IdSet within, int count, Func<int, bool>? include)
        where TDistance : struct, IRowDistance
    {
        count = Math.Min(Math.Min(count, within.Capacity), distance.Count);
        var words = (count + 63) / 64;
        var pieces = (words + PieceWords - 1) / PieceWords;
        using var share = new CoreShare(within.Count < ParallelThreshold ? 1 : pieces);
        var found = new NearestNeighbors[share.Parts];
        var next = -1;
        void SearchPart(int part)
        {
            found[part] = new NearestNeighbors(capacity);
            for (int piece; (piece = Interlocked.Increment(ref next)) < pieces;)
                Scan(distance, within, piece * PieceWords, Math.Min(words, (piece + 1) * PieceWords), count, include, found[part]);
        }

        share.Run(SearchPart);
        for (var part = 1; part < found.Length; part++)
            found[0].Merge(found[part]);
        return found[0];
    }

    private static void Scan<TDistance>(
        TDistance distance, IdSet within, int start, int end, int count, Func<int, bool>? include, NearestNeighbors found)
        where TDistance : struct, IRowDistance
    {
        // One behind the other: the row of the next is on its way while this one is compared.
        var waiting = -1;
        for (var word = start; word < end; word++)
        {
            for (var bits = within.Words[word]; bits != 0; bits &= bits - 1)
            {
                var id = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (id >= count)
                    break;
                distance.Prefetch(id);
                if (waiting >= 0)
                    Offer(distance, waiting, include, found);
                waiting = id;
            }
        }

        if (waiting >= 0)
            Offer(distance, waiting, include, found);
    }

    private static void Offer<TDistance>(TDistance distance, int id, Func<int, bool>? include, NearestNeighbors found)
        where TDistance : struct, IRowDistance
    {
        var closeness = -distance.To(id);
        if (closeness >= found.Threshold && include?.Invoke(id) != false)
            found.Offer(id, closeness);
    }
}
