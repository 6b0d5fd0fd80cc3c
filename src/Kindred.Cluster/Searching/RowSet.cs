using Kindred.Search;

namespace Kindred.Cluster.Searching;

/// <summary>Some rows of a partition, as they are sent: a bit for each row, or their numbers where those take less room.</summary>
[GenerateSerializer, Immutable, Alias("kindred.rows")]
internal sealed class RowSet
{
    private const int BitsOfNumber = 32;

    [Id(0)]
    private readonly ulong[] _words;

    [Id(1)]
    private readonly int[] _numbers;

    private RowSet(ulong[] words, int[] numbers)
    {
        _words = words;
        _numbers = numbers;
    }

    /// <summary>The rows of a partition that are in a set; <see langword="null"/> where none is.</summary>
    /// <param name="set">Positions in the gallery.</param>
    /// <param name="rows">The positions of the partition's rows.</param>
    public static RowSet? Of(IdSet set, int[] rows)
    {
        var words = new ulong[(rows.Length + 63) / 64];
        var count = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            if (!set.Contains(rows[row]))
                continue;
            words[row >> 6] |= 1UL << (row & 63);
            count++;
        }

        if (count == 0)
            return null;
        if ((long)count * BitsOfNumber >= rows.Length)
            return new RowSet(words, []);
        var numbers = new int[count];
        count = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            if ((words[row >> 6] & (1UL << (row & 63))) != 0)
                numbers[count++] = row;
        }

        return new RowSet([], numbers);
    }

    /// <summary>The rows as a set.</summary>
    /// <param name="capacity">How many rows the partition has.</param>
    public IdSet Read(int capacity)
    {
        if (_numbers.Length == 0)
            return IdSet.Of(capacity, word => _words[word]);
        var set = new IdSet(capacity);
        foreach (var number in _numbers)
            set.Add(number);
        return set;
    }
}
