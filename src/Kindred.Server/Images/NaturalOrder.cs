namespace Kindred.Server.Images;

/// <summary>
/// Orders names as people read them: <c>img_2</c> before <c>img_10</c>, capitals or not. Runs of digits count by their value, everything
/// else by its characters; a folder's own files stand together. What would be the same then goes by its characters alone.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);
        var (left, right) = (0, 0);
        while (left < x.Length && right < y.Length)
        {
            if (char.IsAsciiDigit(x[left]) && char.IsAsciiDigit(y[right]))
            {
                var first = TakeNumber(x, ref left);
                var second = TakeNumber(y, ref right);
                var byValue = first.Length != second.Length ? first.Length - second.Length : first.SequenceCompareTo(second);
                if (byValue != 0)
                    return byValue;
                continue;
            }

            var byCharacter = Rank(x[left++]) - Rank(y[right++]);
            if (byCharacter != 0)
                return byCharacter;
        }

        var byLength = (x.Length - left) - (y.Length - right);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }

    // A slash goes before all else, or "chair 2/1.jpg" would stand amid the files of "chair".
    private static int Rank(char character) => character == '/' ? -1 : char.ToUpperInvariant(character);

    /// <summary>The digits at a place without leading zeros; the place moves behind them.</summary>
    private static ReadOnlySpan<char> TakeNumber(string text, ref int place)
    {
        var start = place;
        while (place < text.Length && char.IsAsciiDigit(text[place]))
            place++;
        return text.AsSpan(start, place - start).TrimStart('0');
    }
}
