namespace Kindred.Vision.Models;

/// <summary>
/// Several models of the catalog that embed a picture together, each by its share: their descriptors stand side by side, and a library
/// fits a space for each of them. It is what <c>--model</c> names, as a <see cref="ModelRecipe"/> is.
/// </summary>
internal sealed record CombinedModel
{
    /// <summary>Name in the catalog.</summary>
    public required string Id { get; init; }

    /// <summary>What it is good for, in one line.</summary>
    public string Description { get; init; } = "";

    /// <summary>The models, at least two, in the order of their numbers in an embedding.</summary>
    public required IReadOnlyList<CombinedPart> Parts { get; init; }
}
