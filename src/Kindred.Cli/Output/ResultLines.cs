using Kindred.Attributes;
using Kindred.Images;

namespace Kindred.Cli.Output;

/// <summary>Ranked images, for people and for programs.</summary>
internal static class ResultLines
{
    public static void Write(CommandOutput output, IReadOnlyList<ScoredImage> results, ShownNames names)
    {
        if (results.Count == 0)
            output.Line("Nothing: the library has no other such pictures.");

        var labelWidth = results.Select(result => result.Image.Label?.Length ?? 0).DefaultIfEmpty().Max();
        var pathWidth = results.Select(result => names.Of(result.Image).Length).DefaultIfEmpty().Max();
        for (var i = 0; i < results.Count; i++)
        {
            var (image, sure) = (results[i].Image, results[i].Confidence);
            var name = $"{(image.Label ?? "").PadRight(labelWidth)}  {names.Of(image).PadRight(pathWidth)}";
            output.Line($"{i + 1,3}  {Percentage.Of(sure),5}  {name}  {BehindLines.Say(results[i], names)}".TrimEnd());
        }
    }

    /// <summary>Results for programs.</summary>
    /// <param name="results">The results.</param>
    /// <param name="known">What a shop says of them; images that nothing is known of are left out.</param>
    public static IReadOnlyList<ResultEntry> Entries(
        IReadOnlyList<ScoredImage> results, IReadOnlyDictionary<ImageId, ImageAttributes> known) =>
        [.. results.Select((result, i) => Entry(i + 1, result, known.GetValueOrDefault(result.Image.Id, ImageAttributes.None)))];

    private static ResultEntry Entry(int rank, ScoredImage result, ImageAttributes said) => new(
        rank, result.Image.Path, result.Image.Label, Round(result.Score), Round(result.Confidence), Round(result.Distance),
        result.Image.File, result.IsVariant, BehindLines.Entries(result.Variants), BehindLines.Entries(result.NearDuplicates),
        BehindLines.Entries(result.Views), said.OwnId, said);

    /// <summary>As many digits as single precision has to say.</summary>
    private static double Round(float value) => Math.Round(value, 6);
}
