namespace Kindred.Images.Tables;

/// <summary>
/// Finds all positions in a list that share a key: a <see cref="PositionTable{TKey}"/>, and 4 bytes for each position beside it. Immutable;
/// safe to use from several threads as far as the list is.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
internal sealed class PositionLookup<TKey>
    where TKey : IEquatable<TKey>
{
    private readonly PositionTable<TKey> _first;

    /// <summary>For each position the next one with the same key; 0 for none, which can follow nobody.</summary>
    private readonly int[] _next;

    /// <summary>Takes a list in.</summary>
    /// <param name="count">How many positions there are.</param>
    /// <param name="keyAt">The key at a position; asked at any time, and always the same.</param>
    public PositionLookup(int count, Func<int, TKey> keyAt)
    {
        _first = new PositionTable<TKey>(count, keyAt);
        _next = new int[count];
        var last = new Dictionary<int, int>();
        for (var position = 0; position < count; position++)
        {
            var first = _first.Find(keyAt(position));
            if (first == position)
                continue;
            _next[last.GetValueOrDefault(first, first)] = position;
            last[first] = position;
        }
    }

    /// <summary>The positions with a key, in their order.</summary>
    public IEnumerable<int> Find(TKey key)
    {
        var position = _first.Find(key);
        if (position < 0)
            yield break;
        do
        {
            yield return position;
            position = _next[position];
        }
        while (position > 0);
    }
}
