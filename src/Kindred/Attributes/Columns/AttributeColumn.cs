using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>
/// The values of one attribute for all images of a gallery, by position, laid out for comparing all of them at once. Made by one thread,
/// and not changed from then on.
/// </summary>
internal abstract class AttributeColumn(int count)
{
    /// <summary>How many images there are.</summary>
    protected int Count { get; } = count;

    /// <summary>What the values are.</summary>
    public abstract AttributeType Type { get; }

    /// <summary>The value at a position; <see langword="null"/> where it has none.</summary>
    public abstract AttributeValue? this[int position] { get; }

    /// <summary>Makes a column.</summary>
    public static AttributeColumn Of(AttributeType type, int count) => type switch
    {
        AttributeType.Number => new NumberColumn(count),
        AttributeType.Boolean => new BooleanColumn(count),
        AttributeType.Tags => new TagsColumn(count),
        _ => new TextColumn(count),
    };

    /// <summary>Sets the value at a position. Positions come in any order, each at most once.</summary>
    public abstract void Set(int position, AttributeValue value);

    /// <summary>The bits of 64 positions, the lowest first.</summary>
    /// <param name="word">Number of the first position, in 64s.</param>
    /// <param name="holds">Whether a position is in.</param>
    protected ulong Bits<T>(int word, T holds)
        where T : struct, IPositionTest
    {
        var first = word * 64;
        var rows = Math.Min(64, Count - first);
        var bits = 0UL;
        for (var i = 0; i < rows; i++)
            bits |= (holds.Of(first + i) ? 1UL : 0) << i;
        return bits;
    }

    /// <summary>The positions that pass a test.</summary>
    protected IdSet Where<T>(T holds)
        where T : struct, IPositionTest => IdSet.Of(Count, word => Bits(word, holds));
}
