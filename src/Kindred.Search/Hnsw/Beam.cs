using System.Runtime.CompilerServices;

namespace Kindred.Search.Hnsw;

/// <summary>
/// The nearest nodes that a walk has seen, in order, each either expanded or not yet. One sorted array takes the place of the paper's two
/// heaps: it is short, and most of what is offered is turned away by one comparison.
/// </summary>
internal sealed class Beam
{
    private const ulong Expanded = 1;

    /// <summary>Distance, id and whether it is expanded, in one number that orders as distance, then id.</summary>
    private ulong[] _entries = [];
    private int _width;
    private int _cursor;

    /// <summary>Nodes in the beam.</summary>
    public int Count { get; private set; }

    /// <summary>Nodes farther away than this are turned away.</summary>
    public float Worst
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Count < _width ? float.PositiveInfinity : DistanceOf(_entries[Count - 1]);
    }

    /// <summary>The id of a node, nearest first.</summary>
    public int Id(int index) => IdOf(_entries[index]);

    /// <summary>The distance of a node, nearest first.</summary>
    public float Distance(int index) => DistanceOf(_entries[index]);

    /// <summary>Empties the beam and says how many nodes it keeps.</summary>
    public void Reset(int width)
    {
        if (_entries.Length < width + 1)
            _entries = new ulong[width + 1];
        (_width, _cursor, Count) = (width, 0, 0);
    }

    /// <summary>Takes a node in, if it is among the nearest.</summary>
    /// <returns>Whether it is the next to be expanded, unless a nearer one comes.</returns>
    public bool Offer(int id, float distance)
    {
        var entry = Entry(id, distance);
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle] < entry)
                low = middle + 1;
            else
                high = middle;
        }

        if (low >= _width)
            return false;
        var moved = Math.Min(Count, _width - 1) - low;
        if (moved > 0)
            Array.Copy(_entries, low, _entries, low + 1, moved);
        _entries[low] = entry;
        Count = Math.Min(Count + 1, _width);
        if (low > _cursor)
            return false;
        _cursor = low;
        return true;
    }

    /// <summary>The nearest node that is not expanded, which now is; −1 where all are.</summary>
    public int Expand()
    {
        while (_cursor < Count && (_entries[_cursor] & Expanded) != 0)
            _cursor++;
        if (_cursor == Count)
            return -1;
        _entries[_cursor] |= Expanded;
        return Id(_cursor++);
    }

    /// <summary>A node and its distance in one number, of which the smaller is the nearer; ties by id.</summary>
    public static ulong Entry(int id, float distance) => ((ulong)BitConverter.SingleToUInt32Bits(distance) << 32) | ((ulong)(uint)id << 1);

    /// <summary>The node of an entry.</summary>
    public static int IdOf(ulong entry) => (int)((entry & uint.MaxValue) >> 1);

    /// <summary>The distance of an entry.</summary>
    public static float DistanceOf(ulong entry) => BitConverter.UInt32BitsToSingle((uint)(entry >> 32));
}
