using Kindred.Attributes;
using Kindred.Colors;
using Kindred.NearDuplicates;

namespace Kindred.Galleries;

/// <summary>What similar images are wanted.</summary>
public sealed record SimilarOptions
{
    internal static SimilarOptions Any { get; } = new();

    /// <summary>Only images with one of these labels; all where empty.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Only images that this holds for; all where <see langword="null"/>.</summary>
    public AttributeFilter? Where { get; init; }

    /// <summary>Only images whose thing, not its ground, is of this color; all where <see langword="null"/>.</summary>
    public WantedColor? Color { get; init; }

    /// <summary>
    /// How much the nearness of colors counts beside the likeness that the model sees, from 0 (the default: nothing beyond what the model
    /// sees of them) to 1: only color, among the images that are most alike.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set outside that range.</exception>
    public double ColorWeight
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The weight of color must be from 0 to 1.");
    }

    /// <summary>
    /// How many places images of one thing take. Grouped: an image's near-duplicates and variants stand behind it; but near-duplicates of
    /// the picture itself have a place each, and its variants stand behind nothing else. Images of one product take one place, and the
    /// product of the picture itself has none. All: every image its own.
    /// </summary>
    public VariantPlaces Variants { get; init; } = VariantPlaces.Grouped;
}
