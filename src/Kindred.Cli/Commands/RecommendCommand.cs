using System.CommandLine;
using Kindred.Attributes;
using Kindred.Cli.Output;
using Kindred.Cli.Sheets;
using Kindred.Colors;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred recommend --like …</c> and <c>kindred recommend --user NAME</c>.</summary>
internal static class RecommendCommand
{
    private static readonly Option<string?> User = new("--user", "-u")
    {
        Description = "Recommend for a user, from what 'kindred like', 'dislike' and 'seen' have recorded; "
            + "--like and --dislike come on top of that.",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Likes = Pictures(
        "--like", "A picture that was chosen: a name in the library or a file. May be given several times.");
    private static readonly Option<string[]> Dislikes = Pictures("--dislike", "A picture to keep away from. May be given several times.");
    private static readonly Option<int> Count = SharedOptions.Count("How many pictures.", 10);

    private static readonly Option<Strategy> ByStrategy = new("--strategy")
    {
        Description = "tastes: likes grouped into tastes, each with its share of the list. "
            + "best: near single likes. average: near the mean of all likes. Default: tastes.",
        HelpName = "tastes|best|average",
        CustomParser = result =>
            Enum.TryParse<Strategy>(result.Tokens[0].Value, ignoreCase: true, out var strategy)
            && Enum.IsDefined(strategy)
            ? strategy
            : Refuse(result, "tastes, best or average"),
    };

    private static readonly Option<double> Diversity = SharedOptions.Between0And1(new Option<double>("--diversity")
    {
        Description = "How much variety counts against relevance: 0 for none, 1 for variety above all.",
        HelpName = "0..1",
        DefaultValueFactory = _ => 0,
    });

    private static readonly Option<double?> People = SharedOptions.Between0And1(new Option<double?>("--people")
    {
        Description = "How much what people chose together counts beside looks: 0 for looks alone, 1 for choices alone. "
            + "Default: as much as the library's own histories have shown to help; 'kindred status' says how much that is.",
        HelpName = "0..1",
    });

    private static readonly Option<string[]> Labels = new("--label")
    {
        Description = "Only pictures with this label. May be given several times.",
        HelpName = "LABEL",
    };

    private static readonly Option<string> Variants = SharedOptions.Variants();
    private static readonly Option<AttributeFilter?> Where = SharedOptions.Where();
    private static readonly Option<WantedColor?> Color = SharedOptions.Color();
    private static readonly Option<int> Seed = SharedOptions.Seed(1);
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<string?> Sheet = SharedOptions.Sheet();

    public static Command Create()
    {
        var command = new Command(
            "recommend",
            "Recommends pictures from what somebody chose: "
                + "near what they like, away from what they dislike, never what they chose already. "
            + "Without any likes it shows what is popular here now, or what the library has.")
        {
            User, Likes, Dislikes, Count, ByStrategy, Diversity, People, Labels, Where, Variants, Color, Seed, Model, Sheet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, parsed.GetValue(Model), cancellationToken);
        if (parsed.GetValue(Model) is not null)
            await library.EnsureMadeAsync(cancellationToken); // Also where nothing has to be embedded.
        var color = parsed.GetValue(Color);
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken, needsColors: color is not null);
        var user = parsed.GetValue(User);
        var profile = await ProfileAsync(library, gallery, parsed, user, cancellationToken);
        var options = new RecommendationOptions
        {
            Count = parsed.GetValue(Count),
            Strategy = parsed.GetValue(ByStrategy),
            Diversity = parsed.GetValue(Diversity),
            PeopleWeight = parsed.GetValue(People),
            Labels = KnownLabels(gallery, parsed.GetValue(Labels) ?? []),
            Variants = SharedOptions.Places(parsed, Variants),
            Where = parsed.GetValue(Where),
            Color = color,
            Seed = parsed.GetValue(Seed),
        };
        var list = gallery.Recommend(profile, options);
        var output = SharedOptions.Output(parsed);
        var sheet = parsed.GetValue(Sheet);
        IReadOnlyList<HeatMap?> maps = sheet is not null || output.IsJson
            ? await ExplainAsync(library, gallery, list, parsed.InvocationConfiguration.Error, cancellationToken)
            : new HeatMap?[list.Items.Count];
        if (sheet is not null)
            await new ResultSheets(library.Pictures).SaveRecommendationsAsync(sheet, profile, list, maps, user, cancellationToken);

        output.Line(Heading(profile, list, user));
        if (options.PeopleWeight > 0 && list.PeopleWeight == 0)
            output.Line("By looks alone: people's choices say nothing here yet; 'kindred status' says why.");
        RecommendationLines.Write(output, list);
        if (sheet is not null)
            ResultSheets.SayDrawn(output, sheet);
        output.Document(
            new RecommendDocument(
                user, [.. profile.Likes.Select(like => like.Image.Name)], [.. profile.Dislikes.Select(dislike => dislike.Name)],
                options.Strategy.ToString().ToLowerInvariant(), options.Diversity, RecommendationLines.PeopleWeight(list),
                RecommendationLines.Start(list), RecommendationLines.Tastes(list.Tastes),
                RecommendationLines.Entries(list, maps, gallery.AttributesOf), sheet),
            CliJson.Readable.RecommendDocument);
        return ExitCode.Done;
    }

    /// <summary>The heat maps; none where the model is not here, which the list itself does not need.</summary>
    private static async Task<IReadOnlyList<HeatMap?>> ExplainAsync(
        Library library, Gallery gallery, RecommendationList list, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            return await gallery.ExplainAsync(list, cancellationToken);
        }
        catch (KindredException exception)
        {
            await error.WriteLineAsync($"kindred: without heat maps of where scores come from: {Advice.AddTo(exception)}");
            return new HeatMap?[list.Items.Count];
        }
    }

    /// <summary>What a user has chosen, and what is named on the command line on top of it.</summary>
    private static async Task<Profile> ProfileAsync(
        Library library, Gallery gallery, ParseResult parsed, string? user, CancellationToken cancellationToken)
    {
        var likes = await QueriesAsync(library, gallery, parsed.GetValue(Likes) ?? [], cancellationToken);
        var dislikes = await QueriesAsync(library, gallery, parsed.GetValue(Dislikes) ?? [], cancellationToken);
        var recorded = user is null ? new Profile() : await gallery.ReadProfileAsync(user, cancellationToken);
        var profile = recorded with
        {
            Likes =
            [
                .. recorded.Likes,
                .. likes.Where(like => !recorded.Likes.Any(known => known.Image.Content == like.Content))
                    .Select(like => new LikedImage(like)),
            ],
            Dislikes =
            [
                .. recorded.Dislikes,
                .. dislikes.Where(dislike => !recorded.Dislikes.Any(known => known.Content == dislike.Content)),
            ],
        };
        var liked = profile.Likes.FirstOrDefault(like => profile.Dislikes.Any(dislike => dislike.Content == like.Image.Content));
        if (liked is { Image: { } both })
            throw new KindredException($"{both.Name} is both liked and disliked; choose one.");
        return profile;
    }

    private static string Heading(Profile profile, RecommendationList list, string? user)
    {
        var whom = user is null ? "" : $"{user}: ";
        if (RecommendationLines.Start(list) is { } start)
            return $"{whom}Nothing is liked yet; this is {(start == "popular" ? "what is popular here now, varied" : "a varied start")}:";
        var tastes = list.Tastes.Count > 1 ? $" in {list.Tastes.Count} tastes" : "";
        var dislikes = profile.Dislikes.Count > 0 ? ", away from " + Counted(profile.Dislikes.Count, "dislike") : "";
        var people = list.PeopleWeight is > 0 and var weight
            ? $", by people's choices {weight * 100:0} % and looks {(1 - weight) * 100:0} %"
            : "";
        return $"{whom}Recommended for {Counted(profile.Likes.Count, "like")}{tastes}{dislikes}{people}:";
    }

    private static string Counted(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private static string[] KnownLabels(Gallery gallery, string[] labels)
    {
        var known = gallery.Images.Select(image => image.Label).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return labels.FirstOrDefault(label => !known.Contains(label)) is { } unknown
            ? throw new KindredException(
                known.Count == 0
                    ? $"No picture has the label {unknown}: the library has no labels."
                    : $"No picture has the label {unknown}; the labels are: "
                        + string.Join(", ", known.Order(StringComparer.Ordinal).Take(20)))
            : labels;
    }

    private static async Task<List<ImageQuery>> QueriesAsync(
        Library library, Gallery gallery, string[] names, CancellationToken cancellationToken)
    {
        var queries = new List<ImageQuery>(names.Length);
        foreach (var name in names)
        {
            var query = await gallery.QueryAsync(name, cancellationToken);
            if (!queries.Exists(known => known.Content == query.Content))
                queries.Add(query);
        }

        return queries;
    }

    private static Option<string[]> Pictures(string name, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = "IMAGE",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("IMAGE must not be empty");
        });
        return option;
    }

    private static Strategy Refuse(System.CommandLine.Parsing.ArgumentResult result, string wanted)
    {
        result.AddError($"{result.Tokens[0].Value} is not understood; it must be {wanted}");
        return default;
    }
}
