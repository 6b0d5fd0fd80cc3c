using System.CommandLine;
using System.Globalization;
using System.Diagnostics;
using Kindred.Cli.Output;
using Kindred.Samples;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred sample FOLDER</c>.</summary>
internal static class SampleCommand
{
    private static readonly Argument<string> Folder = new("FOLDER") { Description = "The folder to draw into; made where it is missing." };
    private static readonly Option<int> Pictures = SharedOptions.AtLeastOne(new Option<int>("--count", "-n")
    {
        Description = "How many pictures.",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    });

    private static readonly Option<int> Seed = SharedOptions.Seed(2019);

    public static Command Create()
    {
        Pictures.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var count) && count > 100_000)
                result.AddError("--count must be at most 100000");
        });
        var command = new Command(
            "sample",
            "Draws a gallery of furniture to try Kindred with: beds, chairs, sofas, swivel chairs and tables, a folder each.")
        {
            Folder, Pictures, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var folder = parsed.GetRequiredValue(Folder);
        var count = parsed.GetValue(Pictures);
        var seed = parsed.GetValue(Seed);
        var display = new ProgressDisplay("pictures", parsed.InvocationConfiguration.Error);
        await display.RunAsync("Drawing", progress => Task.Run(
            () =>
            {
                SampleGallery.Draw(folder, count, seed, new Forwarded(progress, count), cancellationToken);
                return true;
            },
            cancellationToken));

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var output = SharedOptions.Output(parsed);
        output.Line($"{Plural.Of(count, "picture")} of furniture in {folder}, in {seconds:N1} s");
        output.Document(new SampleDocument(folder, count, seed, Math.Round(seconds, 3)), CliJson.Readable.SampleDocument);
        return ExitCode.Done;
    }

    /// <summary>Turns a number of drawn pictures into progress.</summary>
    private sealed class Forwarded(IProgress<StepProgress> progress, int total) : IProgress<int>
    {
        public void Report(int value) => progress.Report(new StepProgress(value, total, Failed: 0));
    }
}
