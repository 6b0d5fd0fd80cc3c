using Kindred.Search;

namespace Kindred.Attributes.Columns;

/// <summary>Tags by numbers, those of each position one after another in one list.</summary>
internal sealed class TagsColumn : AttributeColumn
{
    // Where the tags of each position begin, one more than that, so that 0 stands for none; the first number there says how many.
    private readonly int[] _starts;
    private readonly List<int> _codes;
    private readonly TextCodes _texts;

    public TagsColumn(int count)
        : this(new int[count], [], new TextCodes())
    {
    }

    private TagsColumn(int[] starts, List<int> codes, TextCodes texts)
        : base(starts.Length) => (_starts, _codes, _texts) = (starts, codes, texts);

    public override AttributeType Type => AttributeType.Tags;

    public override AttributeValue? this[int position]
    {
        get
        {
            if (_starts[position] - 1 is not (>= 0 and var start))
                return null;
            return AttributeValue.Of(_codes.GetRange(start + 1, _codes[start]).Select(code => _texts.All[code]));
        }
    }

    public override void Set(int position, AttributeValue value)
    {
        _starts[position] = _codes.Count + 1;
        _codes.Add(value.Tags.Count);
        foreach (var tag in value.Tags)
            _codes.Add(_texts.Add(tag));
    }

    public override void Clear(int position) => _starts[position] = 0;

    public override AttributeColumn Copy() => new TagsColumn([.. _starts], [.. _codes], new TextCodes(_texts));

    protected override IEnumerable<TextCount> CountTexts() => CountCodes(_texts.All, Codes());

    private IEnumerable<int> Codes()
    {
        foreach (var start in _starts.Where(start => start > 0))
        {
            for (var i = start + _codes[start - 1] - 1; i >= start; i--)
                yield return _codes[i];
        }
    }

    /// <summary>The positions that have one of some tags.</summary>
    public IdSet WithAny(IReadOnlyCollection<string> tags)
    {
        var wanted = new bool[_texts.All.Count];
        foreach (var tag in tags)
        {
            if (_texts.Find(tag) is >= 0 and var code)
                wanted[code] = true;
        }

        return Where(new HasAny(_starts, _codes, wanted));
    }

    /// <summary>The positions that have tags, but none of these.</summary>
    public IdSet WithNone(IReadOnlyCollection<string> tags) => Where(new IsThere(_starts)).And(WithAny(tags).Not());

    private readonly struct HasAny(int[] starts, List<int> codes, bool[] wanted) : IPositionTest
    {
        public bool Of(int position)
        {
            if (starts[position] is not (> 0 and var start))
                return false;
            for (var i = start + codes[start - 1] - 1; i >= start; i--)
            {
                if (wanted[codes[i]])
                    return true;
            }

            return false;
        }
    }

    private readonly struct IsThere(int[] starts) : IPositionTest
    {
        public bool Of(int position) => starts[position] > 0;
    }
}
