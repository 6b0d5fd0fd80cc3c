namespace Kindred.Attributes.Columns;

/// <summary>Numbers for texts, from 0, in the order in which they come.</summary>
internal sealed class TextCodes
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

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
