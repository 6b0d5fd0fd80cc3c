namespace Kindred.Attributes.Columns;

/// <summary>Numbers for texts, from 0, in the order in which they come.</summary>
internal sealed class TextCodes
{
    private readonly Dictionary<string, int> _codes;
    private readonly List<string> _texts;

    public TextCodes() => (_codes, _texts) = (new(StringComparer.Ordinal), []);

    /// <summary>Takes over the numbers of others, which stay as they are.</summary>
    public TextCodes(TextCodes others) => (_codes, _texts) = (new(others._codes, StringComparer.Ordinal), [.. others._texts]);

    /// <summary>All texts, by their numbers.</summary>
    public IReadOnlyList<string> All => _texts;

    /// <summary>The number of a text; -1 where it has none.</summary>
    public int Find(string text) => _codes.GetValueOrDefault(text, -1);

    /// <summary>The number of a text, which gets the next one where it has none.</summary>
    public int Add(string text)
    {
        if (_codes.TryGetValue(text, out var code))
            return code;
        _codes.Add(text, code = _texts.Count);
        _texts.Add(text);
        return code;
    }
}
