using System.Text.Json.Serialization;

namespace Kindred.Spaces.Serialization;

/// <summary>JSON of what a library keeps of its space.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpaceSource))]
[JsonSerializable(typeof(SpaceHeader))]
internal sealed partial class SpaceJson : JsonSerializerContext;
