using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Cli.Sheets;
using Kindred.NearDuplicates;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred similar IMAGE</c>.</summary>
internal static class SimilarCommand
{
    private static readonly Argument<string> Picture = new("IMAGE")
    {
        Description = "A picture's name in the library (chair/1.jpg, or 1.jpg where only one is called that), or any picture file.",
    };

    private static readonly Option<int> Count = SharedOptions.Count("How many pictures.", 5);
    private static readonly Option<VariantPlaces> Variants = SharedOptions.Variants();
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<string?> Sheet = SharedOptions.Sheet();

    public static Command Create()
    {
        Picture.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("IMAGE must not be empty");
        });
        var command = new Command("similar", "Finds the pictures of the library that look most like one picture.")
        {
            Picture,
            Count,
            Variants,
            Model,
            Sheet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, parsed.GetValue(Model), cancellationToken);
        var (query, results) = await library.SimilarAsync(
            parsed.GetRequiredValue(Picture), parsed.GetValue(Count), parsed.GetValue(Variants), parsed, cancellationToken);
        var sheet = parsed.GetValue(Sheet);
        if (sheet is not null)
            await ResultSheets.SaveSimilarAsync(sheet, query, results, cancellationToken);

        var output = SharedOptions.Output(parsed);
        output.Line($"Most similar to {query.Name}:");
        ResultLines.Write(output, results);
        if (sheet is not null)
            output.Line($"Drawn in {sheet}");
        output.Document(new SimilarListDocument(query.Name, ResultLines.Entries(results), sheet), CliJson.Readable.SimilarListDocument);
        return ExitCode.Done;
    }
}
