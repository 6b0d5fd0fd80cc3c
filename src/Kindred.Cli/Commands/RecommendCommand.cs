using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Cli.Sheets;
using Kindred.Libraries;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred recommend --like …</c>.</summary>
internal static class RecommendCommand
{
    private static readonly Option<string[]> Likes = Pictures("--like", "A picture that was chosen: a name in the library or a file. May be given several times.");
    private static readonly Option<string[]> Dislikes = Pictures("--dislike", "A picture to keep away from. May be given several times.");
    private static readonly Option<int> Count = SharedOptions.Count("How many pictures.", 10);
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<string?> Sheet = SharedOptions.Sheet();

    public static Command Create()
    {
        var command = new Command("recommend", "Recommends pictures from what somebody chose: near what they like, away from what they dislike.")
        {
            Likes, Dislikes, Count, Model, Sheet,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Likes) is null)
                result.AddError("Name at least one picture with --like");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<string[]> Pictures(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "IMAGE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, parsed.GetValue(Model), cancellationToken);
        using var gallery = await library.OpenGalleryAsync(cancellationToken);
        var likes = await QueriesAsync(library, gallery, parsed.GetValue(Likes) ?? [], cancellationToken);
        var dislikes = await QueriesAsync(library, gallery, parsed.GetValue(Dislikes) ?? [], cancellationToken);
        if (likes.FirstOrDefault(like => dislikes.Exists(dislike => dislike.Content == like.Content)) is { } both)
            throw new KindredException($"{both.Name} is liked and disliked; decide for one.");

        var results = gallery.Recommend(likes, dislikes, parsed.GetValue(Count));
        var sheet = parsed.GetValue(Sheet);
        if (sheet is not null)
            await ResultSheets.SaveRecommendationsAsync(sheet, likes, dislikes, results, cancellationToken);

        var output = SharedOptions.Output(parsed);
        output.Line($"Recommended for {Counted(likes, "like")}{(dislikes.Count > 0 ? " and " + Counted(dislikes, "dislike") : "")}:");
        ResultLines.Write(output, results);
        if (sheet is not null)
            output.Line($"Drawn in {sheet}");
        output.Document(
            new RecommendDocument(
                [.. likes.Select(like => like.Name)], [.. dislikes.Select(dislike => dislike.Name)], "average", ResultLines.Entries(results), sheet),
            CliJson.Readable.RecommendDocument);
        return ExitCode.Done;
    }

    private static string Counted(List<ImageQuery> queries, string what) => $"{queries.Count} {what}{(queries.Count == 1 ? "" : "s")}";

    private static async Task<List<ImageQuery>> QueriesAsync(
        Library library, Gallery gallery, string[] names, CancellationToken cancellationToken)
    {
        var queries = new List<ImageQuery>(names.Length);
        foreach (var name in names)
            queries.Add(await library.QueryAsync(gallery, name, cancellationToken));
        return queries;
    }
}
