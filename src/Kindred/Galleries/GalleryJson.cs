using System.Text.Json.Serialization;

namespace Kindred.Galleries;

/// <summary>JSON of what a library keeps of its gallery.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GalleryState))]
internal sealed partial class GalleryJson : JsonSerializerContext;
