using Kindred.Cli.Output;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;

namespace Kindred.Cli.Sheets;

/// <summary>
/// Draws search results and recommendations: reads the pictures' files as guardedly as indexing does, then lays out a sheet.
/// </summary>
/// <param name="pictures">Where the library's pictures are.</param>
internal sealed class ResultSheets(PictureSources pictures)
{
    /// <summary>Pictures on a sheet are smaller than this even where they are largest.</summary>
    private const int ThumbnailSize = 640;

    /// <summary>Likes drawn of one taste, the medoid first.</summary>
    private const int MostOfAGroup = 12;

    private const int MostTastes = 8;

    /// <summary>Variants read for a place; those beyond are counted.</summary>
    private const int MostVariants = 3;

    private readonly ThumbnailReader _thumbnails = new(pictures);

    /// <summary>Says where a sheet is, and what to do where no font has some of its letters.</summary>
    public static void SayDrawn(CommandOutput output, string path)
    {
        output.Line($"Drawn in {path}");
        if (SheetFonts.Missing is { } letter)
        {
            output.Line(
                $"No font here has some letters of the names; they are drawn as codes, such as {SheetText.CodeOf(letter)}. "
                + "Install a font that has them, such as fonts-noto-cjk for Chinese, Japanese and Korean.");
        }
    }

    public async Task SaveSimilarAsync(
        string path, ImageQuery query, IReadOnlyList<ScoredImage> results, CancellationToken cancellationToken) =>
        new SimilarSheet(await CellAsync(query, cancellationToken), await CellsAsync(results, cancellationToken))
        {
            Title = "Most similar",
            Subtitle = query.Name,
        }.Save(path);

    public async Task SaveSearchAsync(
        string path, string words, bool byWords, IReadOnlyList<ScoredImage> results, CancellationToken cancellationToken) =>
        new SearchSheet(words, await CellsAsync(results, cancellationToken))
        {
            Title = byWords ? "Nearest to words" : "Found by name",
            Subtitle = words,
        }.Save(path);

    public async Task SaveRecommendationsAsync(
        string path, Profile profile, RecommendationList list, IReadOnlyList<HeatMap?> maps,
        string? user, CancellationToken cancellationToken)
    {
        var choices = new List<SheetGroup>();
        foreach (var (number, taste) in list.Tastes.Index().Where(taste => IsShown(taste.Index, list)).Take(MostTastes))
            choices.Add(await TasteAsync(number, taste, list.Tastes.Count == 1, cancellationToken));
        choices.Add(new SheetGroup(
            "Dislikes", await CellsAsync(profile.Dislikes.Take(MostOfAGroup), cancellationToken), Disliked: true, profile.Dislikes.Count));

        var results = new SheetCell[list.Items.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = await ResultAsync(list.Items[i], maps[i], list.Tastes.Count, cancellationToken);
        new RecommendationSheet(choices, results)
        {
            Title = list switch
            {
                { PeopleWeight: not null } => "Recommended",
                { IsPopular: true } => "Popular here now, varied",
                _ => "A varied start",
            },
            Subtitle = user is null ? null : $"for {user}",
            Footer = $"Kindred{Meaning(list, maps)}",
        }.Save(path);
    }

    /// <summary>What heat maps mean, and what counts beside what they show.</summary>
    private static string Meaning(RecommendationList list, IReadOnlyList<HeatMap?> maps)
    {
        var warm = maps.Any(map => map is not null) ? " · Warm where a picture is like what was liked." : "";
        return list.PeopleWeight is > 0 and var people
            ? $"{warm} · By people's choices {people * 100:0} % and looks {(1 - people) * 100:0} %."
            : warm;
    }

    /// <summary>Whether something was found for a taste: with one for every like, only those have something to show.</summary>
    private static bool IsShown(int taste, RecommendationList list) => list.Items.Any(item => item.Taste == taste);

    private async Task<SheetGroup> TasteAsync(int number, Taste taste, bool isOnlyOne, CancellationToken cancellationToken)
    {
        var likes = taste.Likes.Where(like => like != taste.Medoid).Prepend(taste.Medoid).Take(MostOfAGroup);
        var heading = isOnlyOne ? "Likes" : TasteNames.Of(number, taste);
        return new SheetGroup(heading, await CellsAsync(likes, cancellationToken), Total: taste.Likes.Count);
    }

    private async Task<SheetCell> ResultAsync(Recommendation item, HeatMap? map, int tastes, CancellationToken cancellationToken)
    {
        var cell = await CellAsync(item.Image, cancellationToken) with
        {
            Colors = BehindLines.Colors(item),
            Variants = await VariantsAsync(item.Variants, cancellationToken),
        };
        return item.Taste < 0 ? cell : cell with
        {
            Confidence = item.Confidence,
            Group = tastes > 1 ? $"taste {item.Taste + 1}" : null,
            Caption = item.Why,
            ShortCaption = item.Reasons(likesNamed: 1, countOthers: item.PeopleShare == 0), // Reasons by people are long.
            Map = map,
            InPlaceOfMap = item.IsByPeopleAlone ? "by people alone" : null,
        };
    }

    private async Task<SheetCell[]> CellsAsync(IEnumerable<ImageQuery> queries, CancellationToken cancellationToken) =>
        await Task.WhenAll(queries.Select(query => CellAsync(query, cancellationToken)));

    private async Task<SheetCell[]> CellsAsync(IEnumerable<ScoredImage> results, CancellationToken cancellationToken) =>
        await Task.WhenAll(results.Select(async result => await CellAsync(result.Image, cancellationToken) with
        {
            Confidence = float.IsNaN(result.Confidence) ? null : result.Confidence,
            Colors = BehindLines.Colors(result),
            Variants = await VariantsAsync(result.Variants, cancellationToken),
        }));

    private async Task<SheetPicture?[]> VariantsAsync(IReadOnlyList<Image> variants, CancellationToken cancellationToken) =>
        await Task.WhenAll(
            variants.Take(MostVariants).Select(image => _thumbnails.ReadAsync(image, ThumbnailSize, cancellationToken)));

    private async Task<SheetCell> CellAsync(ImageQuery query, CancellationToken cancellationToken) => query.Image is { } image
        ? await CellAsync(image, cancellationToken)
        : new SheetCell(await ThumbnailReader.ReadAsync(query.File, ThumbnailSize, cancellationToken), Path.GetFileName(query.Name));

    private async Task<SheetCell> CellAsync(Image image, CancellationToken cancellationToken) =>
        new(await _thumbnails.ReadAsync(image, ThumbnailSize, cancellationToken), Path.GetFileName(image.Path), image.Label);
}
