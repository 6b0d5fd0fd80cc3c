using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Server.Api;

/// <summary>Reads one string, several, or <see langword="null"/> for none.</summary>
internal sealed class OneOrMany : JsonConverter<IReadOnlyList<string>>
{
    public override bool HandleNull => true;

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return [];
            case JsonTokenType.String:
                return [reader.GetString()!]; // A string token is never null.
            case JsonTokenType.StartArray:
                var strings = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    strings.Add(
                        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A label is a string."));
                return strings;
            default:
                throw new JsonException("Labels are a string or a list of strings.");
        }
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
