using System.Numerics;

namespace Kindred.Images.Tables;

/// <summary>
/// Finds positions in a list by a key of what stands there. Holds no keys, so that it takes 6 to 12 bytes for each position, a fraction of
/// what a dictionary takes. Immutable; safe to use from several threads as far as the list is.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
internal sealed class PositionTable<TKey>
    where TKey : IEquatable<TKey>
{
    /// <summary>A prime near 2³² over the golden ratio, which spreads hashes that follow one another.</summary>
    private const uint Spread = 2_654_435_769;

    private readonly Func<int, TKey> _keyAt;
    private readonly int _shift;

    // Positions plus 1, 0 for none. A position that finds its slot taken goes to the next that is free.
    private readonly int[] _slots;

    /// <summary>Takes a list in.</summary>
    /// <param name="count">How many positions there are.</param>
    /// <param name="keyAt">The key at a position; asked at any time, and always the same.</param>
    public PositionTable(int count, Func<int, TKey> keyAt)
    {
        Count = count;
        _keyAt = keyAt;
        var bits = Math.Max(1, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)count + ((uint)count / 2) + 1)));
        _shift = 32 - bits;
        _slots = new int[1 << bits];
        for (var position = 0; position < count; position++)
        {
            ref var slot = ref SlotOf(keyAt(position));
            if (slot == 0)
                slot = position + 1;
        }
    }

    /// <summary>How many positions there are.</summary>
    public int Count { get; }

    /// <summary>The first position with a key; −1 where there is none.</summary>
    public int Find(TKey key) => SlotOf(key) - 1;

    private ref int SlotOf(TKey key)
    {
        for (var slot = (int)(((uint)key.GetHashCode() * Spread) >> _shift); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var position = ref _slots[slot];
            if (position == 0 || _keyAt(position - 1).Equals(key))
                return ref position;
        }
    }
}
