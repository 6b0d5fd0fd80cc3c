using System.Text.Json.Serialization;

namespace Kindred.Choices.Serialization;

/// <summary>JSON of what a library keeps of choices.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChoicesSource))]
[JsonSerializable(typeof(ChoicesHeader))]
internal sealed partial class ChoicesJson : JsonSerializerContext;
