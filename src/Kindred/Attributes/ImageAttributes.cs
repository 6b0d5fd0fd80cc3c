using System.Text.Json.Serialization;

namespace Kindred.Attributes;

/// <summary>What a shop says of one of its pictures.</summary>
/// <param name="OwnId">The shop's own id of what the picture shows, such as a SKU; several pictures may share it.</param>
/// <param name="Values">Its values by the names of attributes, in the schema's order; attributes without a value are left out.</param>
[JsonConverter(typeof(AttributesConverter))]
public sealed record ImageAttributes(string? OwnId, IReadOnlyList<KeyValuePair<string, AttributeValue>> Values)
{
    internal static ImageAttributes None { get; } = new(OwnId: null, []);

    /// <summary>The value of an attribute, in upper or lower case; <see langword="null"/> where it has none.</summary>
    public AttributeValue? Find(string name)
    {
        foreach (var (own, value) in Values)
        {
            if (string.Equals(own, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }
}
