using System.Globalization;
using Kindred.Recommendations;

namespace Kindred.Cli.Output;

/// <summary>A user's tastes, for people and for programs.</summary>
internal static class TasteLines
{
    public static void Write(CommandOutput output, string user, IReadOnlyList<Taste> tastes)
    {
        output.Line($"{user}: {tastes.Count:N0} {(tastes.Count == 1 ? "taste" : "tastes")}");
        var width = tastes.Select(taste => Number(taste).Length).DefaultIfEmpty().Max();
        foreach (var taste in tastes)
        {
            var share = taste.IsMuted ? "muted" : $"{taste.Share * 100,3:0} %";
            var weight = taste.Weight == 1 ? "" : $"  (weight {taste.Weight})";
            output.Line($"{Number(taste).PadLeft(width)}  {share}  {Title(taste)}{weight}");
        }

        if (tastes.Any(taste => taste.Id is null))
            output.Line("A taste gets a number once something is set for it; until then name one of its pictures.");
        output.Document(new TastesDocument(user, RecommendationLines.Tastes(tastes)), CliJson.Readable.TastesDocument);
    }

    /// <summary>A taste's number; a computed one has none.</summary>
    private static string Number(Taste taste) => taste.Id?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Title(Taste taste)
    {
        var others = taste.Likes.Count - 1;
        return (taste.Name is { } name ? $"{name}: " : "") + taste.Medoid.Name + (others > 0 ? $" and {others:N0} more" : "");
    }
}
