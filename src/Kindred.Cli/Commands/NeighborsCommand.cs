using System.CommandLine;
using System.Diagnostics;
using Kindred.Attributes;
using Kindred.Cli.Neighbors;
using Kindred.Cli.Output;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred neighbors --out FILE</c>.</summary>
internal static class NeighborsCommand
{
    private static readonly Option<int> Count = SharedOptions.Count("How many neighbors for each picture.", 5);
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "The file to write; its ending says how: .csv, .jsonl (JSON lines) or .parquet.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<AttributeFilter?> Where = SharedOptions.Where();

    public static Command Create()
    {
        Out.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !NeighborFile.IsSupported(token.Value))
                result.AddError($"{token.Value} must end in .csv, .jsonl or .parquet");
        });
        var command = new Command("neighbors", "Writes the recommendation list of every picture: path, rank, neighbor, distance, score.")
        {
            Count,
            Out,
            Where,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var k = parsed.GetValue(Count);
        var lists = gallery.Neighbors(k, parsed.GetValue(Where), cancellationToken);
        var path = parsed.GetRequiredValue(Out);
        await NeighborFile.WriteAsync(path, gallery, lists, cancellationToken);

        var rows = lists.Sum(list => (long)list.Length);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var output = SharedOptions.Output(parsed);
        output.Line($"{Plural.Of(rows, "neighbor")} of {Plural.Of(lists.Length, "picture")} in {path}, in {seconds:N1} s");
        output.Document(
            new NeighborsDocument(path, lists.Length, k, rows, Math.Round(seconds, 3)), CliJson.Readable.NeighborsDocument);
        return ExitCode.Done;
    }
}
