using System.Text.Json;
using Kindred.Attributes.Filters;

namespace Kindred.Attributes;

/// <summary>
/// A condition on the attributes of pictures, such as <c>price &lt; 300 and inStock and brand in (a, b)</c>; docs/attributes.md has the
/// grammar. Which attributes there are is looked up by the gallery that it is used on. Immutable.
/// </summary>
public sealed class AttributeFilter
{
    private readonly string _text;

    private AttributeFilter(FilterNode root, string text)
    {
        Root = root;
        _text = text;
    }

    /// <summary>What it says.</summary>
    internal FilterNode Root { get; }

    /// <summary>Reads a filter: its text, or its JSON where it begins with a brace.</summary>
    /// <exception cref="KindredException">It cannot be understood; the message says where and why.</exception>
    public static AttributeFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return new AttributeFilter(FilterParser.Parse(text), text);
        try
        {
            using var json = JsonDocument.Parse(text);
            return Parse(json.RootElement);
        }
        catch (JsonException exception)
        {
            throw new KindredException(
                Fault.BadFilter,
                $"The filter is not valid JSON: see line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", exception);
        }
    }

    /// <summary>Reads a filter from JSON: an object, or a string with its text.</summary>
    /// <exception cref="KindredException">It cannot be understood; the message says where and why.</exception>
    public static AttributeFilter Parse(JsonElement filter)
    {
        try
        {
            return filter.ValueKind == JsonValueKind.String
                ? Parse(filter.GetString()!) // A string is never null.
                : new AttributeFilter(FilterJson.Read(filter), filter.GetRawText());
        }
        catch (InvalidOperationException exception)
        {
            // JSON can write half of a character, which no text has.
            throw new KindredException(Fault.BadFilter, "The filter has half of a character, such as \\ud800 alone.", exception);
        }
    }

    /// <summary>The filter as it was given.</summary>
    public override string ToString() => _text;
}
