using System.Text.Json.Serialization;

namespace Kindred.Colors;

/// <summary>JSON of what a library keeps of colors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ColorSource))]
internal sealed partial class ColorJson : JsonSerializerContext;
