using System.Globalization;

namespace Kindred.Attributes;

/// <summary>One value of an attribute.</summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly double _number;
    private readonly object? _reference;

    private AttributeValue(AttributeType type, double number, object? reference)
    {
        Type = type;
        _number = number;
        _reference = reference;
    }

    /// <summary>What it is.</summary>
    public AttributeType Type { get; }

    /// <summary>The text; empty where it is none.</summary>
    public string Text => _reference as string ?? "";

    /// <summary>The number; 0 where it is none.</summary>
    public double Number => Type == AttributeType.Number ? _number : 0;

    /// <summary>Whether it is true; <see langword="false"/> where it is no boolean.</summary>
    public bool Boolean => Type == AttributeType.Boolean && _number != 0;

    /// <summary>The tags, in the order in which they were given; empty where it is none.</summary>
    public IReadOnlyList<string> Tags => _reference as string[] ?? [];

    /// <summary>A text.</summary>
    public static AttributeValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(AttributeType.Text, 0, text);
    }

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static AttributeValue Of(double number) => double.IsFinite(number)
        ? new(AttributeType.Number, number, null)
        : throw new ArgumentOutOfRangeException(nameof(number), number, "A value is a finite number.");

    /// <summary>True or false.</summary>
    public static AttributeValue Of(bool boolean) => new(AttributeType.Boolean, boolean ? 1 : 0, null);

    /// <summary>Tags; each counts once.</summary>
    public static AttributeValue Of(IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return new(AttributeType.Tags, 0, tags.Distinct(StringComparer.Ordinal).ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) =>
        Type == other.Type && _number == other._number && Text == other.Text && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, _number, Text, Tags.Count);

    /// <summary>The value as people write it; tags with <c>|</c> between them.</summary>
    public override string ToString() => Type switch
    {
        AttributeType.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        AttributeType.Boolean => Boolean ? "true" : "false",
        AttributeType.Tags => string.Join('|', Tags),
        _ => Text,
    };

    /// <summary>Whether two values are the same.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);
}
