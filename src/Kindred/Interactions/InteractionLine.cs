using System.Text.Json.Serialization;

namespace Kindred.Interactions;

/// <summary>
/// One line of a file of interactions. The history of one user says in no line who that is: whoever imports it does.
/// </summary>
internal sealed record InteractionLine(
    string? Kind, string? Content, string? Path, double? Weight, [property: JsonConverter(typeof(TextOrNumberConverter))] string? Time)
{
    /// <summary>Who.</summary>
    [JsonPropertyOrder(-1)]
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? User { get; init; }

    /// <summary>The picture, by path or by content.</summary>
    [JsonConverter(typeof(TextOrNumberConverter))]
    public string? Picture { get; init; }

    /// <summary>How much the user liked it, instead of a kind.</summary>
    public double? Rating { get; init; }
}
