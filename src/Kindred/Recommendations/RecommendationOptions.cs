using Kindred.Attributes;
using Kindred.Colors;
using Kindred.NearDuplicates;

namespace Kindred.Recommendations;

/// <summary>What kind of list is wanted.</summary>
public sealed record RecommendationOptions
{
    /// <summary>Length of the list, at least 1; fewer come back where there are no more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set below 1.</exception>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    /// <summary>How choices become a list.</summary>
    public Strategy Strategy { get; init; } = Strategy.Tastes;

    /// <summary>
    /// How much variety counts against relevance, from 0 (the default: none) to 1: maximal marginal relevance (Carbonell and Goldstein
    /// 1998).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside that range.</exception>
    public double Diversity
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Diversity must be from 0 to 1.");
    }

    /// <summary>Only images with one of these labels; all where empty.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Only images that this holds for; all where <see langword="null"/>.</summary>
    public AttributeFilter? Where { get; init; }

    /// <summary>
    /// How many places images of one thing in several colors, or of one product, take; near-duplicates never take more than one.
    /// </summary>
    public VariantPlaces Variants { get; init; } = VariantPlaces.Grouped;

    /// <summary>Only images whose thing, not its ground, is of this color; all where <see langword="null"/>.</summary>
    public WantedColor? Color { get; init; }

    /// <summary>
    /// What people's choices count beside looks, from 0 (looks alone) to 1; <see langword="null"/>, the default, for what the library's
    /// own histories have shown them to. Has no effect where the library has too few of them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside that range.</exception>
    public double? PeopleWeight
    {
        get;
        init => field = value is null or (>= 0 and <= 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The weight of people's choices must be from 0 to 1.");
    }

    /// <summary>Seed of the list for somebody who likes nothing yet; otherwise nothing is left to chance.</summary>
    public int Seed { get; init; } = 1;
}
