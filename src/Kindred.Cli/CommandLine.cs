using System.CommandLine;
using System.Globalization;
using System.CommandLine.Parsing;
using Kindred.Cli.Commands;
using Kindred.Cli.Output;
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
        var parsed = CreateRoot().Parse(args);
        var console = new CommandOutput(output, error, SharedOptions.WantsJson(parsed));
        if (parsed.Errors.Count > 0)
        {
            // A word that is no verb explains more than that a verb is missing.
            var message = parsed.UnmatchedTokens is [var unknown, ..]
                ? $"'{unknown}' is not understood"
                : OnOneLine(parsed.Errors[0].Message).TrimEnd('.');
            console.Fail($"{message}. See: kindred {Verbs(parsed)}--help");
            return ExitCode.WrongUsage;
        }

        try
        {
            // Signals are handled in Program, where a second one ends the process; exceptions are handled below.
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken);
        }
        catch (KindredException exception)
        {
            console.Fail(Advice.AddTo(exception));
            return ExitCode.Error;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Fail("stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("KINDRED_DEBUG") is null)
        {
            console.Fail($"an unexpected fault, {exception.GetType().Name}: {exception.Message} Set KINDRED_DEBUG=1 to see where.");
            return ExitCode.Error;
        }
    }

    private static RootCommand CreateRoot() => new("Recommends pictures: shows, from a gallery, the ones somebody would choose next.")
    {
        SharedOptions.Library,
        SharedOptions.Json,
        SampleCommand.Create(),
        JoinCommand.Create(),
        IndexCommand.Create(),
        SimilarCommand.Create(),
        RecommendCommand.Create(),
        ChooseCommand.Create(InteractionKind.Like),
        ChooseCommand.Create(InteractionKind.Dislike),
        ChooseCommand.Create(InteractionKind.Seen),
        ForgetCommand.Create(),
        HistoryCommand.Create(),
        TastesCommand.Create(),
        NeighborsCommand.Create(),
        DuplicatesCommand.Create(),
        EvaluateCommand.Create(),
        StatusCommand.Create(),
        ServeCommand.Create(),
        ModelsCommand.Create(),
        CompletionCommand.Create(),
    };

    /// <summary>The parser writes the values that an option takes one below another.</summary>
    private static string OnOneLine(string message) => string.Join(' ', message.Split('\t', '\r', '\n').Where(part => part.Length > 0));

    private static string Verbs(ParseResult parsed)
    {
        var verbs = "";
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
            verbs = result.Command.Name + " " + verbs;
        return verbs;
    }
}
