using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Kindred.Cli.Commands;
using Kindred.Cli.Commands.Models;
using Kindred.Cli.Output;
using Kindred.Cli.Settings;
using Kindred.Interactions;
using Kindred.Libraries;

namespace Kindred.Cli;

/// <summary>The verbs, and the one place where faults become a line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        // A command means and says the same on every machine, also where the program around it has another culture.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        args = HelpCommand.Rewrite(args);
        var root = CreateRoot();
        var parsed = root.Parse(args);
        var isQuiet = parsed.GetValue(SharedOptions.Quiet);
        var isVerbose = parsed.GetValue(SharedOptions.Verbose);
        var console = new CommandOutput(output, error, SharedOptions.WantsJson(parsed));
        var started = Stopwatch.GetTimestamp();
        try
        {
            var settings = CommandSettings.For(parsed);
            if (settings.Count > 0)
                parsed = root.Parse(CommandSettings.AddTo(args, parsed, settings));
            // Help would explain something else than what was typed.
            if (parsed.Errors.Count > 0 || (parsed.Action is HelpAction && parsed.UnmatchedTokens.Count > 0))
            {
                console.Fail($"{UsageFault.Of(parsed, settings)} See: kindred {Verbs(parsed)}--help");
                return ExitCode.WrongUsage;
            }

            if (isVerbose)
            {
                foreach (var setting in settings)
                    error.WriteLine($"kindred: {setting.Setting.Option} {string.Join(' ', setting.Values)}, from {setting.Source}");
            }

            // Signals are handled in Program, where a second one ends the process; exceptions are handled below.
            var exitCode = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = isQuiet ? TextWriter.Null : error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken);
            if (!isQuiet && !CheckCommand.IsAsked(parsed) && Advice.On(LibraryLocation.DamageMet(parsed)) is { } advice)
                error.WriteLine($"kindred: {advice}");
            if (isVerbose)
                error.WriteLine($"kindred: {Stopwatch.GetElapsedTime(started).TotalSeconds:N2} s");
            return exitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Fail("stopped.");
            return ExitCode.Interrupted;
        }
        catch (KindredException exception)
        {
            console.Fail(Advice.AddTo(exception));
            if (isVerbose)
                error.WriteLine(exception);
            return ExitCode.Error;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Fail($"Something could not be read or written: {exception.Message}");
            if (isVerbose)
                error.WriteLine(exception);
            return ExitCode.Error;
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("KINDRED_DEBUG") is null)
        {
            // The innermost says what went wrong, those around it only where.
            var what = exception.GetBaseException().Message.TrimEnd('.');
            console.Fail($"an unexpected error: {what}.{(isVerbose ? "" : " Add --verbose to see where.")}");
            if (isVerbose)
                error.WriteLine(exception);
            return ExitCode.Error;
        }
    }

    private static RootCommand CreateRoot() => new("Recommends pictures: shows, from a gallery, the ones somebody would choose next.")
    {
        SharedOptions.Library,
        SharedOptions.Json,
        SharedOptions.Quiet,
        SharedOptions.Verbose,
        SampleCommand.Create(),
        JoinCommand.Create(),
        IndexCommand.Create(),
        SimilarCommand.Create(),
        SearchCommand.Create(),
        RecommendCommand.Create(),
        ChooseCommand.Create(InteractionKind.Like),
        ChooseCommand.Create(InteractionKind.Dislike),
        ChooseCommand.Create(InteractionKind.Seen),
        ForgetCommand.Create(),
        HistoryCommand.Create(),
        AttributesCommand.Create(),
        TastesCommand.Create(),
        NeighborsCommand.Create(),
        DuplicatesCommand.Create(),
        EvaluateCommand.Create(),
        StatusCommand.Create(),
        CheckCommand.Create(),
        BackupCommand.Create(),
        CopyLibraryCommand.Create(),
        ServeCommand.Create(),
        ModelsCommand.Create(),
        ConfigCommand.Create(),
        CompletionCommand.Create(),
        HelpCommand.Create(),
    };

    private static string Verbs(ParseResult parsed)
    {
        var verbs = "";
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
            verbs = result.Command.Name + " " + verbs;
        return verbs;
    }
}
