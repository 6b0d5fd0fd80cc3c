using System.Text.Json.Serialization;

namespace Kindred.Sources.Lists;

/// <summary>A line of a list that is JSON.</summary>
/// <param name="Url">Where the picture is.</param>
/// <param name="Path">Its path in the gallery; default: what the address says.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Modified">When it last changed, as ISO 8601 has it; UTC where it does not say.</param>
internal sealed record ListLine(string? Url = null, string? Path = null, long? Bytes = null, string? Modified = null);

/// <summary>Reads them.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, AllowTrailingCommas = true, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ListLine))]
internal sealed partial class ListJson : JsonSerializerContext;
