using Kindred.Colors;
using Kindred.Galleries;
using Kindred.NearDuplicates;

namespace Kindred.Server.Similar;

/// <summary>Colors as requests ask for them.</summary>
internal static class ColorQuery
{
    public const string Meaning = "Only pictures of things of this color, whatever the background: black, white, grey, red, orange, "
        + "yellow, green, blue, purple, pink, brown, olive, navy, teal, beige, or any other as #rrggbb (the # sent as %23).";

    public const string WeightMeaning = "How much the colors of things count beside similarity, from 0 to 1.";

    /// <summary>What is wrong with a color; <see langword="null"/> where nothing is.</summary>
    public static string? Fault(string? color) => string.IsNullOrEmpty(color) || WantedColor.TryParse(color, null, out _)
        ? null
        : $"color must be one of {string.Join(", ", WantedColor.Names)}, or #rrggbb.";

    /// <summary>The color that is asked for; <see langword="null"/> for none. Faults are found first.</summary>
    public static WantedColor? Read(string? color) => WantedColor.TryParse(color, null, out var wanted) ? wanted : null;

    /// <summary>What similar pictures are wanted, or what is wrong.</summary>
    public static (SimilarOptions? Options, string Fault) Options(
        string[]? labels, string? color, double weight, VariantPlaces variants, string? where)
    {
        if (Fault(color) is { } fault)
            return (null, fault);
        return weight is >= 0 and <= 1
            ? (new SimilarOptions
            {
                Labels = labels ?? [],
                Where = FilterQuery.Read(where),
                Color = Read(color),
                ColorWeight = weight,
                Variants = variants,
            }, "")
            : (null, $"colorWeight must be from 0 to 1, not {weight}.");
    }
}
