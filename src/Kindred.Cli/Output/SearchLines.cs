using Kindred.Colors;
using Kindred.Images;

namespace Kindred.Cli.Output;

/// <summary>Images that were searched by words or by name, for people and for programs.</summary>
internal static class SearchLines
{
    /// <summary>Writes them.</summary>
    /// <param name="output">Where.</param>
    /// <param name="words">What was asked.</param>
    /// <param name="color">The color that was asked for.</param>
    /// <param name="found">What was found.</param>
    /// <param name="total">How many are called so; <see langword="null"/> where the search was by words.</param>
    public static void Write(CommandOutput output, string words, WantedColor? color, IReadOnlyList<ScoredImage> found, int? total)
    {
        var inColor = color is null ? "" : $", in {color}";
        output.Line(total is { } all
            ? $"Named '{words}'{inColor}, {found.Count:N0} of {all:N0}:"
            : $"Nearest to the words '{words}'{inColor}:");
        if (found.Count == 0)
            output.Line("Nothing: the library has no such pictures.");
        var names = ShownNames.Of(found);
        var labelWidth = found.Select(result => result.Image.Label?.Length ?? 0).DefaultIfEmpty().Max();
        var pathWidth = found.Select(result => names.Of(result.Image).Length).DefaultIfEmpty().Max();
        foreach (var (i, result) in found.Index())
        {
            var score = float.IsNaN(result.Score) ? "" : $"  {result.Score,6:0.000}";
            var name = $"{(result.Image.Label ?? "").PadRight(labelWidth)}  {names.Of(result.Image).PadRight(pathWidth)}";
            output.Line($"{i + 1,3}{score}  {name}  {BehindLines.Say(result, names)}".TrimEnd());
        }
    }

    public static IReadOnlyList<SearchEntry> Entries(IReadOnlyList<ScoredImage> found) =>
    [
        .. found.Select((result, i) => new SearchEntry(
            i + 1, result.Image.Path, result.Image.Label, float.IsNaN(result.Score) ? null : Math.Round(result.Score, 6),
            result.Image.File, BehindLines.Entries(result.Variants), BehindLines.Entries(result.NearDuplicates),
            BehindLines.Entries(result.Views))),
    ];
}
