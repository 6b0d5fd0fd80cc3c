using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Texts by numbers: each text that there is has one, and -1 stands for none.</summary>
internal sealed class TextColumn : AttributeColumn
{
    private readonly int[] _codes;
    private readonly TextCodes _texts;

    public TextColumn(int count)
        : this(new int[count], new TextCodes()) => Array.Fill(_codes, -1);

    private TextColumn(int[] codes, TextCodes texts)
        : base(codes.Length) => (_codes, _texts) = (codes, texts);

    /// <summary>A column of texts by position; <see langword="null"/> for none.</summary>
    public static TextColumn Of(IEnumerable<string?> texts)
    {
        string?[] all = [.. texts];
        var column = new TextColumn(all.Length);
        for (var position = 0; position < all.Length; position++)
        {
            if (all[position] is { } text)
                column.Set(position, AttributeValue.Of(text));
        }

        return column;
    }

    public override AttributeType Type => AttributeType.Text;

    /// <summary>The texts that there are, by their numbers.</summary>
    public IReadOnlyList<string> Texts => _texts.All;

    public override AttributeValue? this[int position] => TextAt(position) is { } text ? AttributeValue.Of(text) : null;

    /// <summary>The number of the text at a position; -1 where it has none.</summary>
    public int CodeAt(int position) => _codes[position];

    /// <summary>The text at a position; <see langword="null"/> where it has none.</summary>
    public string? TextAt(int position) => _codes[position] is >= 0 and var code ? _texts.All[code] : null;

    /// <summary>The number of a text; -1 where nothing has it.</summary>
    public int CodeOf(string text) => _texts.Find(text);

    public override void Set(int position, AttributeValue value) => _codes[position] = _texts.Add(value.Text);

    public override void Clear(int position) => _codes[position] = -1;

    public override AttributeColumn Copy() => new TextColumn([.. _codes], new TextCodes(_texts));

    protected override IEnumerable<TextCount> CountTexts() => CountCodes(_texts.All, _codes);

    /// <summary>The positions whose text passes. Each text is looked at once, however many have it.</summary>
    public IdSet WhereText(Func<string, bool> holds)
    {
        var wanted = new bool[_texts.All.Count + 1];
        for (var code = 0; code < _texts.All.Count; code++)
            wanted[code + 1] = holds(_texts.All[code]);
        return Where(new IsWanted(_codes, wanted));
    }

    private readonly struct IsWanted(int[] codes, bool[] wanted) : IPositionTest
    {
        public bool Of(int position) => wanted[codes[position] + 1];
    }
}
