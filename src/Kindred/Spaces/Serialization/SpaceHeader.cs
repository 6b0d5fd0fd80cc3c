using System.Text.Json.Serialization;
using Kindred.Embeddings;

namespace Kindred.Spaces.Serialization;

/// <summary>The line of JSON that a kept space begins with.</summary>
/// <param name="Kind">How the space was made: the name of a <see cref="SpaceKind"/>.</param>
/// <param name="Version">Number of the fit.</param>
/// <param name="FittedOn">Images it was fitted for.</param>
/// <param name="Dimensions">Length of the mean, and of every axis.</param>
/// <param name="Axes">Number of axes.</param>
/// <param name="Gain">What learning gained, if there was something to learn from.</param>
internal sealed record SpaceHeader(string Kind, int Version, int FittedOn, int Dimensions, int Axes, SpaceGain? Gain)
{
    /// <summary>How far images are drawn towards their prototypes; 0 where there are none.</summary>
    public double Share { get; init; }

    /// <summary>Number of prototypes.</summary>
    public int Prototypes { get; init; }

    /// <summary>The labels of the first prototypes.</summary>
    public string[]? Labels { get; init; }

    /// <summary>Number of contents that belong to the other prototypes; one that belongs to several counts as often.</summary>
    public int Members { get; init; }

    /// <summary>How many numbers say what scores say; 0 where nothing does.</summary>
    public int Confidence { get; init; }

    /// <summary>What several networks give; <see langword="null"/> for one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmbeddingBlock[]? Blocks { get; init; }
}
