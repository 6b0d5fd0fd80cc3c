using System.Globalization;

namespace Kindred.Attributes.Records;

/// <summary>Makes values what an attribute takes, where nothing is lost by it.</summary>
internal static class AttributeConversion
{
    /// <summary>What stands between tags where they are written as one text.</summary>
    public const char TagSeparator = '|';

    /// <summary>The value as one of a type; <see langword="null"/> where it is none.</summary>
    public static AttributeValue? To(AttributeType type, AttributeValue value)
    {
        if (value.Type == type)
            return value;
        return (type, value.Type) switch
        {
            (AttributeType.Number, AttributeType.Text) =>
                double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? AttributeValue.Of(number)
                    : null,
            (AttributeType.Boolean, AttributeType.Text) => bool.TryParse(value.Text, out var boolean) ? AttributeValue.Of(boolean)
                : value.Text.Trim() switch
                {
                    "1" => AttributeValue.Of(true),
                    "0" => AttributeValue.Of(false),
                    _ => null,
                },
            (AttributeType.Boolean, AttributeType.Number) => value.Number switch
            {
                1 => AttributeValue.Of(true),
                0 => AttributeValue.Of(false),
                _ => null,
            },
            (AttributeType.Tags, AttributeType.Text) => AttributeValue.Of(
                value.Text.Split(TagSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            (AttributeType.Tags, _) => AttributeValue.Of([value.ToString()]),
            (AttributeType.Text, AttributeType.Number or AttributeType.Boolean) => AttributeValue.Of(value.ToString()),
            _ => null,
        };
    }
}
