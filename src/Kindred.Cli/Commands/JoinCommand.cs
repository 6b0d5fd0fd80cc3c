using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Folders;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred join SOURCE DESTINATION</c>.</summary>
internal static class JoinCommand
{
    private static readonly Argument<string> Source = new("SOURCE") { Description = "A gallery with one folder per label." };
    private static readonly Argument<string> Destination = new("DESTINATION") { Description = "The folder to bring the pictures to." };
    private static readonly Option<bool> Copy = new("--copy") { Description = "Copy the files (the default)." };
    private static readonly Option<bool> Move = new("--move") { Description = "Move the files." };
    private static readonly Option<bool> Link = new("--link") { Description = "Make symbolic links to the files." };

    public static Command Create()
    {
        var command = new Command(
            "join",
            "Copies, moves or links pictures from one folder per label into one folder, as label_file; never overwrites anything.")
        {
            Source, Destination, Copy, Move, Link,
        };
        command.Validators.Add(result =>
        {
            if (new[] { Copy, Move, Link }.Count(option => result.GetValue(option)) > 1)
                result.AddError("Choose one of --copy, --move and --link");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var mode = parsed.GetValue(Move) ? JoinMode.Move : parsed.GetValue(Link) ? JoinMode.Link : JoinMode.Copy;
        var destination = parsed.GetRequiredValue(Destination);
        var report = await FolderJoin.RunAsync(parsed.GetRequiredValue(Source), destination, mode, cancellationToken);

        var output = SharedOptions.Output(parsed);
        output.Line($"{Plural.Of(report.Joined, "picture")} brought to {destination}, {report.AlreadyThere:N0} there already, "
            + $"{report.Skipped.Count:N0} left where they are");
        foreach (var (path, reason) in report.Skipped)
            output.Line($"  {path}: {reason}");
        output.Document(
            new JoinDocument(
                report.Joined, report.AlreadyThere,
                [.. report.Skipped.Select(entry => new SkippedEntry(entry.Path, entry.Reason))]),
            CliJson.Readable.JoinDocument);
        return ExitCode.Done;
    }
}
