namespace Kindred.Vision.Models;

/// <summary>One model of a combined one.</summary>
internal sealed record CombinedPart
{
    /// <summary>Id of a recipe in the catalog.</summary>
    public required string Model { get; init; }

    /// <summary>What its cosine counts in the score, above 0; the shares of all parts add up to 1.</summary>
    public required float Share { get; init; }
}
