using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Attributes;

/// <summary>The values of a picture as a JSON object by the names of attributes.</summary>
internal sealed class AttributesConverter : JsonConverter<ImageAttributes>
{
    public override ImageAttributes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("Attributes are an object.");
        var values = new List<KeyValuePair<string, AttributeValue>>();
        foreach (var member in json.RootElement.EnumerateObject())
        {
            if (AttributeJson.Read(member.Value).Value is { } value)
                values.Add(new(member.Name, value));
        }

        return new ImageAttributes(OwnId: null, values);
    }

    public override void Write(Utf8JsonWriter writer, ImageAttributes value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, own) in value.Values)
        {
            writer.WritePropertyName(name);
            AttributeJson.Write(writer, own);
        }

        writer.WriteEndObject();
    }
}
