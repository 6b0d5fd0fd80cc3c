using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Server.Api;

/// <summary>Reads a list of pictures, each by its number or by a text such as "id:SKU".</summary>
internal sealed class PictureNames : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Pictures are a list.");
        var names = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            names.Add(reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!, // A string token is never null.
                JsonTokenType.Number when reader.TryGetInt64(out var id) => id.ToString(CultureInfo.InvariantCulture),
                _ => throw new JsonException("A picture is a number, or a text such as id:SKU."),
            });
        }

        return names;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var name in value)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
