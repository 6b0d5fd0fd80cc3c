using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>
/// The values of one attribute for all images of a gallery, by position, laid out for comparing all of them at once. Made by one thread,
/// and not changed from then on.
/// </summary>
internal abstract class AttributeColumn
{
    private readonly Lazy<IReadOnlyList<TextCount>> _counts;

    /// <summary>Makes a column without values.</summary>
    /// <param name="count">How many images there are.</param>
    protected AttributeColumn(int count)
    {
        Count = count;
        _counts = new(() =>
            [
                .. CountTexts().Where(one => one.Images > 0).OrderByDescending(one => one.Images)
                    .ThenBy(one => one.Text, StringComparer.Ordinal),
            ]);
    }

    /// <summary>How many images there are.</summary>
    protected int Count { get; }

    /// <summary>What the values are.</summary>
    public abstract AttributeType Type { get; }

    /// <summary>The value at a position; <see langword="null"/> where it has none.</summary>
    public abstract AttributeValue? this[int position] { get; }

    /// <summary>
    /// The texts that images have, most images first, ties by text; none for numbers. Found when first asked for, once all values are set.
    /// </summary>
    public IReadOnlyList<TextCount> TextCounts => _counts.Value;

    /// <summary>Makes a column.</summary>
    public static AttributeColumn Of(AttributeType type, int count) => type switch
    {
        AttributeType.Number => new NumberColumn(count),
        AttributeType.Boolean => new BooleanColumn(count),
        AttributeType.Tags => new TagsColumn(count),
        _ => new TextColumn(count),
    };

    /// <summary>Sets the value at a position, which has none. Positions come in any order.</summary>
    public abstract void Set(int position, AttributeValue value);

    /// <summary>Takes away the value at a position, if it has one. Only before others see the column, as with <see cref="Set"/>.</summary>
    public abstract void Clear(int position);

    /// <summary>Makes a column with the same values, which may be changed before others see it.</summary>
    public abstract AttributeColumn Copy();

    /// <summary>How many images have each text, in any order.</summary>
    protected virtual IEnumerable<TextCount> CountTexts() => [];

    /// <summary>How many images have each of some texts.</summary>
    /// <param name="texts">The texts, by their numbers.</param>
    /// <param name="codes">The number of each text that an image has; -1 for none.</param>
    protected static IEnumerable<TextCount> CountCodes(IReadOnlyList<string> texts, IEnumerable<int> codes)
    {
        var counts = new int[texts.Count];
        foreach (var code in codes)
        {
            if (code >= 0)
                counts[code]++;
        }

        return texts.Zip(counts, (text, images) => new TextCount(text, images));
    }

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
