using System.CommandLine;
using Kindred.Attributes;
using Kindred.Cli.Output;
using Kindred.Cli.Sheets;
using Kindred.Colors;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Vision.Models;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred search WORDS</c>.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string[]> Words = new("WORDS")
    {
        Description = "What the pictures show, such as red sofa; or a part of their names.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<SearchBy> By = new("--by")
    {
        Description = "words: by what pictures show, which takes a model that knows words (docs/words.md). name: by a part of the path. "
            + "auto: by words where the model knows them, else by name. Default: auto.",
        HelpName = "auto|words|name",
        CustomParser = result =>
        {
            if (Enum.TryParse<SearchBy>(result.Tokens[0].Value, ignoreCase: true, out var by) && Enum.IsDefined(by))
                return by;
            result.AddError($"{result.Tokens[0].Value} is not understood; it must be auto, words or name");
            return default;
        },
    };

    private static readonly Option<int> Count = SharedOptions.Count("How many pictures.", 10);
    private static readonly Option<string> Variants = SharedOptions.Variants();
    private static readonly Option<AttributeFilter?> Where = SharedOptions.Where();
    private static readonly Option<WantedColor?> Color = SharedOptions.Color();
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<string?> Sheet = SharedOptions.Sheet();

    public static Command Create()
    {
        Words.Validators.Add(result =>
        {
            if (result.Tokens.All(token => string.IsNullOrWhiteSpace(token.Value)))
                result.AddError("WORDS must not be empty");
        });
        var command = new Command("search", "Finds pictures of the library by words that describe them, or by a part of their names.")
        {
            Words,
            By,
            Count,
            Variants,
            Where,
            Color,
            Model,
            Sheet,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = parsed.GetValue(Model);
        await using var library = await LibraryLocation.OpenAsync(parsed, model, cancellationToken);
        var options = new SimilarOptions
        {
            Where = parsed.GetValue(Where),
            Color = parsed.GetValue(Color),
            Variants = SharedOptions.Places(parsed, Variants),
        };
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken, needsColors: options.Color is not null);
        var words = string.Join(' ', parsed.GetRequiredValue(Words)).Trim();
        var byWords = parsed.GetValue(By) switch { SearchBy.Auto => gallery.HasWords, var by => by == SearchBy.Words };
        var count = parsed.GetValue(Count);
        var (found, total) = byWords
            ? (await gallery.SearchByWordsAsync(words, count, options, cancellationToken), (int?)null)
            : Named(gallery, words, count, options);
        var sheet = parsed.GetValue(Sheet);
        if (sheet is not null)
            await new ResultSheets(library.Pictures).SaveSearchAsync(sheet, words, byWords, found, cancellationToken);

        var output = SharedOptions.Output(parsed);
        SearchLines.Write(output, words, options.Color, found, total);
        if (!byWords && found.Count == 0 && !gallery.HasWords)
        {
            output.Line(
                "Searched by name: the library's model knows no words. --color finds things of a color, and 'kindred help search' "
                + "says what knows words.");
        }
        else if (!byWords && model is null && IsUnknown(gallery.Stamp.Model))
        {
            output.Line(
                $"Searched by name. If {gallery.Stamp.Model} knows words, name its file to search by words: --model FILE.onnx");
        }

        if (sheet is not null)
            output.Line($"Drawn in {sheet}");
        output.Document(
            new SearchListDocument(words, byWords ? "words" : "name", total, SearchLines.Entries(found), sheet),
            CliJson.Readable.SearchListDocument);
        return ExitCode.Done;
    }

    /// <summary>Images with a text in their path, by path: as many as are wanted, without scores; and how many there are.</summary>
    private static (IReadOnlyList<ScoredImage> Found, int? Total) Named(Gallery gallery, string text, int count, SimilarOptions options)
    {
        var images = options.Where is { } filter ? gallery.Where(filter) : gallery.Images;
        Image[] found =
        [
            .. images.Where(image => image.Path.Contains(text, StringComparison.OrdinalIgnoreCase)
                && (options.Color is not { } color || gallery.HasColor(image, color))),
        ];
        return ([.. found.Take(count).Select(image => new ScoredImage(image, float.NaN, float.NaN, float.NaN))], found.Length);
    }

    private static bool IsUnknown(string model) => !ModelCatalog.Default.Knows(model);

    /// <summary>What words are compared with.</summary>
    private enum SearchBy
    {
        Auto,
        Words,
        Name,
    }
}
