using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;

namespace Kindred.Cli.Output;

/// <summary>Recommendations with their reasons, for people and for programs.</summary>
internal static class RecommendationLines
{
    public static void Write(CommandOutput output, RecommendationList list)
    {
        if (list.Items.Count == 0)
            output.Line("Nothing: no other picture fits what was asked for.");

        var labelWidth = list.Items.Select(item => item.Image.Label?.Length ?? 0).DefaultIfEmpty().Max();
        var pathWidth = list.Items.Select(item => item.Image.Path.Length).DefaultIfEmpty().Max();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var score = item.Taste < 0 ? "" : $"{item.Score,6:0.000}  {Name(item.Strength),-7}  ";
            var names = $"{(item.Image.Label ?? "").PadRight(labelWidth)}  {item.Image.Path.PadRight(pathWidth)}";
            output.Line($"{i + 1,3}  {score}{names}  {item.Why}".TrimEnd());
        }
    }

    public static IReadOnlyList<TasteEntry> Tastes(IReadOnlyList<Taste> tastes) =>
    [
        .. tastes.Select(taste => new TasteEntry(
            taste.Id, taste.Name, taste.Weight, taste.IsMuted, taste.Medoid.Name, Round(taste.Share),
            [.. taste.Likes.Select(like => like.Name)])),
    ];

    public static IReadOnlyList<RecommendationEntry> Entries(RecommendationList list, IReadOnlyList<HeatMap?> maps) =>
    [
        .. list.Items.Select((item, i) => new RecommendationEntry(
            i + 1, item.Image.Id.Value, item.Image.Path, item.Image.Label, Round(item.Score), Name(item.Strength),
            item.Taste < 0 ? null : item.Taste,
            [
                .. item.Because.Select(influence => new InfluenceEntry(
                    influence.Like.Image?.Id.Value, influence.Like.Name, Round(influence.Share))),
            ],
            item.Why, maps[i] is { } map ? Rows(map) : null, item.Image.File)),
    ];

    private static string Name(Strength strength) => strength.ToString().ToLowerInvariant();

    private static double[][] Rows(HeatMap map) =>
    [
        .. Enumerable.Range(0, HeatMap.Size).Select(row =>
            Enumerable.Range(0, HeatMap.Size).Select(column => Round(map[row, column])).ToArray()),
    ];

    private static double Round(double value) => Math.Round(value, 6);
}
