using System.Runtime.Intrinsics.X86;
using Kindred.Search.Memory;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Who links to whom, level by level. Links are read without locks while others write them: a list is a few numbers that are each written
/// in one piece, ended by 0, and every number is that of a node that was there before. Writers of one list take turns through
/// <see cref="LockOf"/>.
/// </summary>
internal sealed unsafe class HnswGraph : IDisposable
{
    /// <summary>
    /// More levels than are ever needed: a level has a sixteenth of the nodes of the one below, or half with the smallest M.
    /// </summary>
    public const int MostLevels = 32;

    private const int LockCount = 1024;
    private const int BytesPerLine = 64;

    private readonly SegmentedRows _nodes;
    private readonly SegmentedRows _lowest;
    private readonly SegmentedRows _upper;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new Lock())];
    private readonly Lock _changing = new();
    private int _upperRows;
    private long _entry;

    /// <summary>Creates a graph without nodes.</summary>
    /// <param name="m">Links on upper levels; twice as many on the lowest.</param>
    public HnswGraph(int m)
        : this(m, new SegmentedRows(sizeof(HnswNode)), new SegmentedRows(2 * m * sizeof(uint)), new SegmentedRows(m * sizeof(uint)))
    {
    }

    /// <summary>Takes a graph that lies in memory already, such as a file mapped to be copied where it is written to.</summary>
    /// <param name="m">Links on upper levels.</param>
    /// <param name="nodes">The first node.</param>
    /// <param name="lowest">Links on the lowest level.</param>
    /// <param name="count">Nodes.</param>
    /// <param name="upper">Links on the levels above.</param>
    /// <param name="upperRows">Rows of those.</param>
    /// <param name="entry">Where searches start; −1 where no node is linked.</param>
    public HnswGraph(int m, byte* nodes, byte* lowest, int count, byte* upper, int upperRows, int entry)
        : this(
            m, new SegmentedRows(sizeof(HnswNode), nodes, count), new SegmentedRows(2 * m * sizeof(uint), lowest, count),
            new SegmentedRows(m * sizeof(uint), upper, upperRows))
    {
        Count = count;
        _upperRows = upperRows;
        _entry = entry < 0 ? 0 : Pack(entry, Node(entry)->Level);
        for (var id = 0; id < count; id++)
            Removed += Node(id)->IsRemoved;
    }

    private HnswGraph(int m, SegmentedRows nodes, SegmentedRows lowest, SegmentedRows upper)
    {
        M = m;
        (_nodes, _lowest, _upper) = (nodes, lowest, upper);
    }

    /// <summary>Links on upper levels; twice as many on the lowest.</summary>
    public int M { get; }

    /// <summary>Nodes, removed ones among them.</summary>
    public int Count { get; private set; }

    /// <summary>Nodes that are removed.</summary>
    public int Removed { get; private set; }

    /// <summary>Nodes that are not removed.</summary>
    public int Present => Count - Removed;

    /// <summary>Removed nodes that others may still link to.</summary>
    public int RemovedButLinked { get; private set; }

    /// <summary>Rows of links on upper levels.</summary>
    public int UpperRows => _upperRows;

    /// <summary>Where searches start, and its level, which is the highest; (−1, 0) in a graph without linked nodes.</summary>
    public (int Node, int Level) Entry
    {
        get
        {
            var entry = Volatile.Read(ref _entry);
            return ((int)(entry & uint.MaxValue) - 1, (int)(entry >> 32));
        }
    }

    /// <summary>Most links of a node on a level.</summary>
    public int MostLinks(int level) => level == 0 ? 2 * M : M;

    public HnswNode* Node(int id) => (HnswNode*)_nodes[id];

    /// <summary>The links of a node on a level it has: ids plus 1, ended by 0 where there are fewer than <see cref="MostLinks"/>.</summary>
    public uint* Links(int id, int level) => (uint*)(level == 0 ? _lowest[id] : _upper[Node(id)->UpperStart + level - 1]);

    /// <summary>The neighbor of a node at a place in its links on the lowest level, from 0; −1 where there are no more.</summary>
    public int NeighborAt(int id, int link) => link < MostLinks(0) ? (int)Links(id, 0)[link] - 1 : -1;

    /// <summary>Begins to load a node's links on the lowest level, where nearly all of a walk is, into the cache.</summary>
    public void PrefetchLinks(int id)
    {
        if (!Sse.IsSupported)
            return;
        var links = _lowest[id];
        for (var line = 0; line < _lowest.RowBytes; line += BytesPerLine)
            Sse.Prefetch0(links + line);
    }

    /// <summary>The lock that writers of a node's links hold; several nodes share one.</summary>
    public Lock LockOf(int id) => _locks[id & (LockCount - 1)];

    /// <summary>
    /// Replaces the links of a node, whose lock is held. Whoever reads meanwhile sees old and new ones mixed, all of them nodes.
    /// </summary>
    public void Replace(int id, int level, ReadOnlySpan<int> others)
    {
        var links = Links(id, level);
        for (var i = 0; i < MostLinks(level); i++)
            Volatile.Write(ref links[i], i < others.Length ? (uint)others[i] + 1 : 0);
    }

    /// <summary>Adds the nodes up to a count, without links.</summary>
    /// <param name="count">Nodes there are to be in all.</param>
    /// <param name="levelOf">The highest level of each.</param>
    public void AddNodes(int count, Func<int, int> levelOf)
    {
        lock (_changing)
        {
            _nodes.EnsureCapacity(count);
            _lowest.EnsureCapacity(count);
            for (var id = Count; id < count; id++)
            {
                var level = Math.Min(levelOf(id), MostLevels - 1);
                Node(id)->Level = (byte)level;
                Node(id)->UpperStart = _upperRows;
                _upper.EnsureCapacity(_upperRows + level);
                _upperRows += level;
            }

            Count = Math.Max(Count, count);
        }
    }

    /// <summary>Lets searches start from a node that links to none, if there is no other to link to.</summary>
    /// <returns>Whether there was none: of several first nodes one is, and the others link to it.</returns>
    public bool TryBegin(int id)
    {
        lock (_changing)
        {
            if (Entry.Node >= 0)
                return false;
            Node(id)->IsLinked = 1;
            Volatile.Write(ref _entry, Pack(id, Node(id)->Level));
            return true;
        }
    }

    /// <summary>
    /// Lets searches start from a linked node, if its level is higher than that of the entry so far, or there is none any more.
    /// </summary>
    public void OfferEntry(int id)
    {
        lock (_changing)
        {
            var (entry, level) = Entry;
            if (entry < 0 || Node(id)->Level > level)
                Volatile.Write(ref _entry, Pack(id, Node(id)->Level));
        }
    }

    /// <summary>Marks a node as removed; it stays on the way to others.</summary>
    /// <returns>Whether it was there.</returns>
    public bool TryRemove(int id)
    {
        lock (_changing)
        {
            if ((uint)id >= (uint)Count || Node(id)->IsRemoved != 0)
                return false;
            Volatile.Write(ref Node(id)->IsRemoved, 1);
            Removed++;
            RemovedButLinked++;
            return true;
        }
    }

    public bool IsRemoved(int id) => Volatile.Read(ref Node(id)->IsRemoved) != 0;

    /// <summary>
    /// Says that the removed nodes that there were at a time are linked to no longer, and lets searches start from one that is there.
    /// </summary>
    /// <param name="count">How many removed nodes there were.</param>
    public void Unlinked(int count)
    {
        lock (_changing)
        {
            RemovedButLinked -= count;
            if (Entry.Node is var entry && (entry < 0 || Node(entry)->IsRemoved == 0))
                return;
            var best = -1;
            for (var id = 0; id < Count; id++)
            {
                if (Node(id)->IsRemoved == 0 && Node(id)->IsLinked != 0 && (best < 0 || Node(id)->Level > Node(best)->Level))
                    best = id;
            }

            Volatile.Write(ref _entry, best < 0 ? 0 : Pack(best, Node(best)->Level));
        }
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _lowest.Dispose();
        _upper.Dispose();
    }

    private static long Pack(int id, int level) => ((long)level << 32) | (uint)(id + 1);
}
