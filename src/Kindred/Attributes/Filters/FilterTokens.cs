using System.Globalization;

namespace Kindred.Attributes.Filters;

/// <summary>What a token of a filter is.</summary>
internal enum FilterTokenKind
{
    Word,
    Name,
    Quoted,
    Sign,
    End,
}

/// <summary>A token of a filter.</summary>
/// <param name="Kind">What it is: a name stands in brackets, a quoted text in quotes.</param>
/// <param name="Text">Without brackets or quotes.</param>
/// <param name="Start">Where it begins, from 0.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Start)
{
    /// <summary>Where it stands, for a fault.</summary>
    public string Place => Kind == FilterTokenKind.End
        ? "its end"
        : string.Create(CultureInfo.InvariantCulture, $"character {Start + 1} ({Text})");

    public bool IsWord(string word) => Kind == FilterTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == FilterTokenKind.Sign && Text == sign;
}

/// <summary>Splits the text of a filter into tokens.</summary>
internal static class FilterTokens
{
    private const string Signs = "()=!<>,";

    /// <summary>The tokens, with one for the end behind them.</summary>
    /// <exception cref="KindredException">A quote or bracket is not closed, or a character has no meaning.</exception>
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else
                tokens.Add(ReadOne(text, ref at));
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length));
        return tokens;
    }

    private static FilterToken ReadOne(string text, ref int at)
    {
        var start = at;
        switch (text[at])
        {
            case '\'' or '"':
                return new FilterToken(FilterTokenKind.Quoted, ReadClosed(text, ref at, text[at]), start);
            case '[':
                return new FilterToken(FilterTokenKind.Name, ReadClosed(text, ref at, ']'), start);
            case '<' or '>' or '!' when at + 1 < text.Length && text[at + 1] == '=':
                at += 2;
                return new FilterToken(FilterTokenKind.Sign, text[start..at], start);
            case '!':
                throw FilterFault.At(Place(start, "!"), "write != for different, and not for the opposite");
            case '=' when at + 1 < text.Length && text[at + 1] == '=':
                at += 2; // As many languages have it.
                return new FilterToken(FilterTokenKind.Sign, "=", start);
            case ']':
                throw FilterFault.At(Place(start, "]"), "nothing opens this bracket");
            case var sign when Signs.Contains(sign, StringComparison.Ordinal):
                at++;
                return new FilterToken(FilterTokenKind.Sign, sign.ToString(), start);
            default:
                while (at < text.Length && !char.IsWhiteSpace(text[at]) && !"()=!<>,'\"[]".Contains(text[at], StringComparison.Ordinal))
                    at++;
                return new FilterToken(FilterTokenKind.Word, text[start..at], start);
        }
    }

    /// <summary>Reads up to a closing character, which stands for itself where it is doubled.</summary>
    private static string ReadClosed(string text, ref int at, char close)
    {
        var start = at++;
        var inside = new System.Text.StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] != close)
            {
                inside.Append(text[at]);
                continue;
            }

            at++;
            if (at == text.Length || text[at] != close)
                return inside.ToString();
            inside.Append(close);
        }

        throw FilterFault.At(Place(start, text[start].ToString()), $"{close} is missing after it");
    }

    private static string Place(int start, string text) => new FilterToken(FilterTokenKind.Sign, text, start).Place;
}
