using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Interactions;

namespace Kindred.Server.Api;

/// <summary>Kinds of interactions as their names.</summary>
internal sealed class InteractionKindConverter : JsonConverter<InteractionKind>
{
    public override InteractionKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && InteractionKind.TryParse(reader.GetString(), provider: null, out var kind)
            ? kind
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, InteractionKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
