namespace Kindred.Vision.Models;

/// <summary>A pretrained network: its files, what it was trained on, under which licence, and where it comes from.</summary>
internal sealed record ModelWeights
{
    /// <summary>Name in the catalog, and of the folder the files lie in.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The data it was trained on.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>SPDX name of the licence.</summary>
    public required string Licence { get; init; }

    /// <summary>The files' format.</summary>
    public required WeightsFormat Format { get; init; }

    /// <summary>Every file, the one an importer opens first in front.</summary>
    public required IReadOnlyList<WeightsFile> Files { get; init; }

    /// <summary>Where they come from.</summary>
    public required WeightsOrigin Origin { get; init; }

    /// <summary>Length of all files together, in bytes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);
}
