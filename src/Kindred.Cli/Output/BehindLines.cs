using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Cli.Output;

/// <summary>What stands behind a picture that takes the place of its group, for people and for programs.</summary>
internal static class BehindLines
{
    /// <summary>Pictures named; the rest are counted.</summary>
    private const int Named = 3;

    public static string Say(ScoredImage result, ShownNames names) =>
        Say(result.IsVariant, result.Variants, result.NearDuplicates, result.Views, names);

    public static string Say(Recommendation item, ShownNames names) =>
        Say(isVariant: false, item.Variants, item.NearDuplicates, item.Views, names);

    /// <summary>In how many colors there is what a result shows, in a few words; none where there is one.</summary>
    public static string? Colors(ScoredImage result) => (result.IsVariant, result.Variants.Count) switch
    {
        (true, 0) => "another color",
        (true, var behind) => $"{behind + 1:N0} other colors",
        (false, var behind) => More(behind),
    };

    public static string? Colors(Recommendation item) => More(item.Variants.Count);

    public static IReadOnlyList<VariantEntry> Entries(IReadOnlyList<Image> images) =>
        [.. images.Select(image => new VariantEntry(image.Id.Value, image.Path, image.Label, image.File))];

    private static string? More(int variants) => variants switch
    {
        0 => null,
        1 => "+1 color",
        _ => $"+{variants:N0} colors",
    };

    private static string Say(
        bool isVariant, IReadOnlyList<Image> variants, IReadOnlyList<Image> nearDuplicates, IReadOnlyList<Image> views, ShownNames names)
    {
        var colors = (isVariant, variants.Count) switch
        {
            (true, 0) => "in another color",
            (true, var behind) => $"in {behind + 1:N0} other colors: {Names(variants, names)}",
            (false, 0) => "",
            (false, var behind) => $"same, {behind + 1:N0} colors: {Names(variants, names)}",
        };
        var photographs = nearDuplicates.Count == 0 ? "" : $"same photograph: {Names(nearDuplicates, names)}";
        var product = views.Count == 0 ? "" : $"same product: {Names(views, names)}";
        return string.Join("; ", new[] { colors, photographs, product }.Where(part => part.Length > 0));
    }

    private static string Names(IReadOnlyList<Image> images, ShownNames names) =>
        string.Join(", ", images.Take(Named).Select(names.Of))
        + (images.Count > Named ? $" and {images.Count - Named:N0} more" : "");
}
