using System.Numerics;

namespace Kindred.Search;

/// <summary>
/// A set of ids from 0 up to a capacity, one bit for each: which vectors a search may find. Not safe to change while it is read.
/// </summary>
public sealed class IdSet
{
    private readonly ulong[] _words;
    private int _count = -1;

    /// <summary>Makes an empty set.</summary>
    /// <param name="capacity">Ids are below this; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 0.</exception>
    public IdSet(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        _words = new ulong[(capacity + 63) / 64];
    }

    private IdSet(int capacity, ulong[] words)
    {
        Capacity = capacity;
        _words = words;
    }

    /// <summary>Ids are below this.</summary>
    public int Capacity { get; }

    /// <summary>How many ids are in it.</summary>
    public int Count
    {
        get
        {
            if (_count >= 0)
                return _count;
            var count = 0;
            foreach (var word in _words)
                count += BitOperations.PopCount(word);
            return _count = count;
        }
    }

    /// <summary>The bits, 64 ids a word, the lowest first; those from <see cref="Capacity"/> on are 0.</summary>
    internal ReadOnlySpan<ulong> Words => _words;

    /// <summary>Whether an id is in it; no id outside the capacity is.</summary>
    public bool Contains(int id) => (uint)id < (uint)Capacity && (_words[id >> 6] & (1UL << (id & 63))) != 0;

    /// <summary>Puts an id in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the capacity.</exception>
    public void Add(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Capacity);
        _words[id >> 6] |= 1UL << (id & 63);
        _count = -1;
    }

    /// <summary>Takes an id out, if it is in.</summary>
    public void Remove(int id)
    {
        if (!Contains(id))
            return;
        _words[id >> 6] &= ~(1UL << (id & 63));
        _count = -1;
    }

    /// <summary>Makes a set of 64 ids at a time.</summary>
    /// <param name="capacity">Ids are below this.</param>
    /// <param name="wordAt">The bits of the ids from 64 times a number on; those outside the capacity do not matter.</param>
    internal static IdSet Of(int capacity, Func<int, ulong> wordAt)
    {
        var words = new ulong[(capacity + 63) / 64];
        for (var i = 0; i < words.Length; i++)
            words[i] = wordAt(i);
        return Trimmed(capacity, words);
    }

    /// <summary>The ids that are in both.</summary>
    internal IdSet And(IdSet other) => Of(Capacity, i => _words[i] & other._words[i]);

    /// <summary>The ids that are in one of them.</summary>
    internal IdSet Or(IdSet other) => Of(Capacity, i => _words[i] | other._words[i]);

    /// <summary>The ids that are not in it.</summary>
    internal IdSet Not() => Of(Capacity, i => ~_words[i]);

    private static IdSet Trimmed(int capacity, ulong[] words)
    {
        if ((capacity & 63) is > 0 and var last)
            words[^1] &= (1UL << last) - 1;
        return new IdSet(capacity, words);
    }
}
