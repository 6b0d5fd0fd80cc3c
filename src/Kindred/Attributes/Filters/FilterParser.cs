using System.Globalization;

namespace Kindred.Attributes.Filters;

/// <summary>
/// Reads the text of a filter, by recursive descent:
/// <c>any := all {or all}; all := one {and one}; one := not one | ( any ) | name | name sign value | name [not] in ( value {, value} )</c>.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>How deep parentheses and <c>not</c> may be nested.</summary>
    public const int MostNested = 64;

    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 100_000;

    private readonly List<FilterToken> _tokens;
    private int _at;
    private int _depth;

    private FilterParser(List<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Next => _tokens[_at];

    /// <summary>Reads a filter.</summary>
    /// <exception cref="KindredException">It cannot be understood; says where and why.</exception>
    public static FilterNode Parse(string text)
    {
        if (text.Length > LongestText)
            throw new KindredException(Fault.BadFilter, $"The filter has more than {LongestText} characters.");
        var parser = new FilterParser(FilterTokens.Read(text));
        if (parser.Next.Kind == FilterTokenKind.End)
            throw new KindredException(Fault.BadFilter, "The filter is empty; write one such as: price < 300 and inStock.");
        var node = parser.Any();
        return parser.Next.Kind == FilterTokenKind.End
            ? node
            : throw FilterFault.At(
                parser.Next.Place, parser.Next.IsSign(")") ? "nothing opens it" : "and, or, or the end is expected here");
    }

    private FilterNode Any() => Chain("or", All, (place, parts) => new OrNode(place, parts));

    private FilterNode All() => Chain("and", One, (place, parts) => new AndNode(place, parts));

    private FilterNode Chain(string word, Func<FilterNode> read, Func<string, IReadOnlyList<FilterNode>, FilterNode> join)
    {
        var place = Next.Place;
        var first = read();
        if (!Next.IsWord(word))
            return first;
        List<FilterNode> parts = [first];
        while (Next.IsWord(word))
        {
            _at++;
            parts.Add(read());
        }

        return join(place, parts);
    }

    private FilterNode One()
    {
        var token = Next;
        if (++_depth > MostNested)
            throw FilterFault.At(token.Place, $"parentheses and not are nested more than {MostNested} deep");
        FilterNode node;
        if (token.IsWord("not"))
        {
            _at++;
            node = new NotNode(token.Place, One());
        }
        else if (token.IsSign("("))
        {
            _at++;
            node = Any();
            Expect(")", $") is expected here, for the ( at character {token.Start + 1}");
        }
        else
        {
            node = Condition();
        }

        _depth--;
        return node;
    }

    private FilterNode Condition()
    {
        var name = Next;
        if (name.Kind is not (FilterTokenKind.Word or FilterTokenKind.Name) || IsKeyword(name))
            throw FilterFault.At(name.Place, "the name of an attribute is expected here");
        _at++;
        if (Next.IsWord("not") && _tokens[_at + 1].IsWord("in"))
        {
            _at++;
            return new InNode(name.Place, name.Text, Values(), IsNegated: true);
        }

        if (Next.IsWord("in"))
            return new InNode(name.Place, name.Text, Values());
        if (Next.Kind != FilterTokenKind.Sign || ComparisonOperators.OfSign(Next.Text) is not { } comparison)
            return new FlagNode(name.Place, name.Text);
        _at++;
        return new ComparisonNode(name.Place, name.Text, comparison, Value());
    }

    private List<FilterLiteral> Values()
    {
        _at++; // in
        Expect("(", "( is expected here, as in: brand in (a, b)");
        List<FilterLiteral> values = [Value()];
        while (Next.IsSign(","))
        {
            _at++;
            values.Add(Value());
        }

        Expect(")", ", or ) is expected here");
        return values;
    }

    private FilterLiteral Value()
    {
        var token = Next;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted) || IsKeyword(token))
            throw FilterFault.At(token.Place, "a value is expected here: a number, true, false, a word, or a text in quotes");
        _at++;
        return new FilterLiteral(token.Place, token.Text, token.Kind == FilterTokenKind.Quoted ? null : ValueOf(token.Text));
    }

    private static AttributeValue? ValueOf(string word) =>
        string.Equals(word, "true", StringComparison.OrdinalIgnoreCase) ? AttributeValue.Of(true)
        : string.Equals(word, "false", StringComparison.OrdinalIgnoreCase) ? AttributeValue.Of(false)
        : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? AttributeValue.Of(number)
            : null;

    private static bool IsKeyword(FilterToken token) =>
        token.IsWord("and") || token.IsWord("or") || token.IsWord("not") || token.IsWord("in");

    private void Expect(string sign, string fault)
    {
        if (!Next.IsSign(sign))
            throw FilterFault.At(Next.Place, fault);
        _at++;
    }
}
