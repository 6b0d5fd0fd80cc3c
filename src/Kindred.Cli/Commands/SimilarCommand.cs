using System.CommandLine;
using Kindred.Attributes;
using Kindred.Cli.Output;
using Kindred.Cli.Sheets;
using Kindred.Colors;
using Kindred.Galleries;
using Kindred.NearDuplicates;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred similar IMAGE</c>.</summary>
internal static class SimilarCommand
{
    private static readonly Argument<string> Picture = new("IMAGE")
    {
        Description = "A picture's name in the library (chair/1.jpg, or 1.jpg where only one is called that), its own id as id:SKU, "
            + "or any picture file.",
    };

    private static readonly Option<int> Count = SharedOptions.Count("How many pictures.", 5);
    private static readonly Option<string> Variants = SharedOptions.Variants();
    private static readonly Option<AttributeFilter?> Where = SharedOptions.Where();
    private static readonly Option<WantedColor?> Color = SharedOptions.Color();

    private static readonly Option<double> ColorWeight = SharedOptions.Between0And1(new Option<double>("--color-weight")
    {
        Description = "How much the colors of things count beside similarity: 0 for no more than the model sees of them, "
            + "1 for color alone among the most similar.",
        HelpName = "0..1",
        DefaultValueFactory = _ => 0,
    });

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
            Where,
            Color,
            ColorWeight,
            Model,
            Sheet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, parsed.GetValue(Model), cancellationToken);
        if (parsed.GetValue(Model) is not null)
            await library.EnsureMadeAsync(cancellationToken); // Also where nothing has to be embedded.
        var options = new SimilarOptions
        {
            Where = parsed.GetValue(Where),
            Color = parsed.GetValue(Color),
            ColorWeight = parsed.GetValue(ColorWeight),
            Variants = SharedOptions.Places(parsed, Variants),
        };
        var (query, results) = await library.SimilarAsync(
            parsed.GetRequiredValue(Picture), parsed.GetValue(Count), options, parsed, cancellationToken);
        var sheet = parsed.GetValue(Sheet);
        if (sheet is not null)
            await new ResultSheets(library.Pictures).SaveSimilarAsync(sheet, query, results, cancellationToken);

        var output = SharedOptions.Output(parsed);
        var names = ShownNames.Of(results, query.Image);
        var asked = query.Image is { } image ? names.Of(image) : query.Name;
        output.Line(options.Color is { } color ? $"Most similar to {asked}, in {color}:" : $"Most similar to {asked}:");
        ResultLines.Write(output, results, names);
        if (sheet is not null)
            ResultSheets.SayDrawn(output, sheet);
        if (output.IsJson)
        {
            var known = await library.Attributes.ReadAsync([.. results.Select(result => result.Image.Id)], cancellationToken);
            output.Document(
                new SimilarListDocument(query.Name, ResultLines.Entries(results, known), sheet), CliJson.Readable.SimilarListDocument);
        }

        return ExitCode.Done;
    }
}
