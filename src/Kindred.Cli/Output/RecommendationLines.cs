using Kindred.Attributes;
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

        var names = new ShownNames(list.Items.SelectMany(
            item => (Image[])[item.Image, .. item.Variants, .. item.NearDuplicates, .. item.Views]));
        var labelWidth = list.Items.Select(item => item.Image.Label?.Length ?? 0).DefaultIfEmpty().Max();
        var pathWidth = list.Items.Select(item => names.Of(item.Image).Length).DefaultIfEmpty().Max();

        // A row for each taste, best first: from one taste to the next, how sure it is may rise. The numbers are places in the list.
        var rows = list.Items.Index().GroupBy(entry => entry.Item.Taste).ToArray();
        foreach (var row in rows)
        {
            if (rows.Length > 1)
                output.Line(TasteNames.Of(row.Key, list.Tastes[row.Key]));
            foreach (var (i, item) in row)
            {
                var confidence = item.Confidence is { } sure ? $"{Percentage.Of(sure),5}  " : "";
                var name = $"{(item.Image.Label ?? "").PadRight(labelWidth)}  {names.Of(item.Image).PadRight(pathWidth)}";
                string[] said = [item.Why, BehindLines.Say(item, names)];
                output.Line($"{i + 1,3}  {confidence}{name}  {string.Join("; ", said.Where(words => words.Length > 0))}".TrimEnd());
            }
        }
    }

    /// <summary>What people's choices count beside looks; <see langword="null"/> where nothing is liked yet.</summary>
    public static double? PeopleWeight(RecommendationList list) => list.PeopleWeight is { } weight ? Round(weight) : null;

    /// <summary>What a list for somebody who likes nothing yet shows; <see langword="null"/> where something is liked.</summary>
    public static string? Start(RecommendationList list) => list switch
    {
        { PeopleWeight: not null } => null,
        { IsPopular: true } => "popular",
        _ => "varied",
    };

    public static IReadOnlyList<TasteEntry> Tastes(IReadOnlyList<Taste> tastes) =>
    [
        .. tastes.Select(taste => new TasteEntry(
            taste.Id, taste.Name, taste.Weight, taste.IsMuted, taste.Medoid.Name, Round(taste.Share),
            [.. taste.Likes.Select(like => like.Name)])),
    ];

    public static IReadOnlyList<RecommendationEntry> Entries(
        RecommendationList list, IReadOnlyList<HeatMap?> maps, Func<Image, ImageAttributes> attributesOf) =>
    [
        .. list.Items.Select((item, i) => new RecommendationEntry(
            i + 1, item.Image.Id.Value, item.Image.Path, item.Image.Label, Round(item.Score),
            item.Confidence is { } confidence ? Round(confidence) : null,
            item.Taste < 0 ? null : item.Taste,
            [
                .. item.Because.Select(influence => new InfluenceEntry(
                    influence.Like.Image?.Id.Value, influence.Like.Name, Round(influence.Share),
                    influence.Source.ToString().ToLowerInvariant(), influence.People)),
            ],
            Round(item.PeopleShare), item.Why, maps[i] is { } map ? Rows(map) : null, item.Image.File,
            BehindLines.Entries(item.Variants), BehindLines.Entries(item.NearDuplicates),
            BehindLines.Entries(item.Views), attributesOf(item.Image).OwnId, attributesOf(item.Image))),
    ];

    private static double[][] Rows(HeatMap map) =>
    [
        .. Enumerable.Range(0, HeatMap.Size).Select(row =>
            Enumerable.Range(0, HeatMap.Size).Select(column => Round(map[row, column])).ToArray()),
    ];

    private static double Round(double value) => Math.Round(value, 6);
}
