using System.Text.Json;

namespace Kindred.Attributes;

/// <summary>Values as JSON: text, numbers and booleans as they are, tags as a list of texts.</summary>
internal static class AttributeJson
{
    /// <summary>Reads a value of a type; <see langword="null"/> where it is none.</summary>
    public static AttributeValue? Read(ref Utf8JsonReader reader, AttributeType type)
    {
        switch (reader.TokenType, type)
        {
            case (JsonTokenType.String, AttributeType.Text):
                return AttributeValue.Of(reader.GetString()!); // A string token is never null.
            case (JsonTokenType.Number, AttributeType.Number):
                return AttributeValue.Of(reader.GetDouble());
            case (JsonTokenType.True or JsonTokenType.False, AttributeType.Boolean):
                return AttributeValue.Of(reader.TokenType == JsonTokenType.True);
            case (JsonTokenType.StartArray, AttributeType.Tags):
                var tags = new List<string>();
                while (reader.Read() && reader.TokenType == JsonTokenType.String)
                    tags.Add(reader.GetString()!); // A string token is never null.
                return AttributeValue.Of(tags);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>Reads a value of any type.</summary>
    /// <returns>The value, or <see langword="null"/> for null; <c>IsValue</c> is false for what is neither.</returns>
    public static (AttributeValue? Value, bool IsValue) Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => TextOf(element) is { } text ? (AttributeValue.Of(text), true) : (null, false),
        JsonValueKind.Number => element.TryGetDouble(out var number) && double.IsFinite(number)
            ? (AttributeValue.Of(number), true)
            : (null, false),
        JsonValueKind.True or JsonValueKind.False => (AttributeValue.Of(element.GetBoolean()), true),
        JsonValueKind.Array => element.EnumerateArray().All(tag => TextOf(tag) is not null)
            ? (AttributeValue.Of(element.EnumerateArray().Select(tag => TextOf(tag)!)), true) // Checked just now.
            : (null, false),
        JsonValueKind.Null => (null, true),
        _ => (null, false),
    };

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value.Type)
        {
            case AttributeType.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case AttributeType.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case AttributeType.Tags:
                writer.WriteStartArray();
                foreach (var tag in value.Tags)
                    writer.WriteStringValue(tag);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }

    /// <summary>A text, or <see langword="null"/> for what is none; JSON can also write half of a character, which no text has.</summary>
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
