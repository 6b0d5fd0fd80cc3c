using System.Globalization;
using Kindred.Images.Records;

namespace Kindred.Attributes.Records;

/// <summary>
/// Learns from records what attributes they have that a library does not know yet, and of what type each is: a number where all values are
/// numbers, true or false where all are, tags where one is a list, and else text. A number that begins with a further 0 is text, as codes
/// are.
/// </summary>
/// <param name="known">The attributes that the library has.</param>
internal sealed class AttributeInference(AttributeSchema known)
{
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, Seen Seen)> _found = [];

    /// <summary>What values of an attribute were seen.</summary>
    [Flags]
    private enum Seen
    {
        Nothing = 0,
        Text = 1,
        Number = 2,
        Boolean = 4,
        Tags = 8,
    }

    /// <summary>Looks at a record.</summary>
    /// <exception cref="BrokenRecordException">An attribute cannot be called that, or there are too many.</exception>
    public void Observe(in AttributeRecord record)
    {
        foreach (var field in record.Fields)
        {
            if (known.PlaceOf(field.Name) >= 0)
                continue;
            if (!_places.TryGetValue(field.Name, out var place))
                place = Add(field.Name, record.Number);
            if (field.Value is { } value)
                _found[place] = (_found[place].Name, _found[place].Seen | SeenIn(value, field.IsWritten));
        }
    }

    /// <summary>The library's attributes, the new ones behind them; what nothing has a value of is left out.</summary>
    public AttributeSchema Schema() => new(
    [
        .. known.Definitions,
        .. _found.Where(one => one.Seen != Seen.Nothing).Select(one => new AttributeDefinition(one.Name, TypeOf(one.Seen))),
    ]);

    /// <summary>Whether a text is a number that means no code.</summary>
    public static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)
        && !(text.TrimStart('-') is ['0', >= '0' and <= '9', ..]);

    private int Add(string name, int number)
    {
        if (AttributeDefinition.NameFault(name) is { } fault)
            throw new BrokenRecordException(number, fault);
        if (known.Definitions.Count + _found.Count >= AttributeSchema.MostAttributes)
        {
            throw new BrokenRecordException(
                number, $"{name} is one attribute too many; there may be at most {AttributeSchema.MostAttributes}");
        }

        _places.Add(name, _found.Count);
        _found.Add((name, Seen.Nothing));
        return _found.Count - 1;
    }

    private static Seen SeenIn(AttributeValue value, bool isWritten) => value.Type switch
    {
        AttributeType.Number => Seen.Number,
        AttributeType.Boolean => Seen.Boolean,
        AttributeType.Tags => Seen.Tags,
        _ when isWritten && IsNumber(value.Text, out _) => Seen.Number,
        _ when isWritten && bool.TryParse(value.Text, out _) => Seen.Boolean,
        _ => Seen.Text,
    };

    private static AttributeType TypeOf(Seen seen) => seen switch
    {
        Seen.Number => AttributeType.Number,
        Seen.Boolean => AttributeType.Boolean,
        _ when seen.HasFlag(Seen.Tags) => AttributeType.Tags,
        _ => AttributeType.Text,
    };
}
