using System.CommandLine;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred completion SHELL</c>: a script for the shell, which asks kindred itself what fits.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "The shell: bash, zsh, fish or pwsh." };

    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints a script that completes verbs and options in a shell; its head says how to use it.")
        {
            Shell,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var shell = parsed.GetRequiredValue(Shell);
        var name = $"Completions.kindred.{(shell == "pwsh" ? "ps1" : shell)}";
        // The parser lets nothing through that has no script.
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)!);
        var text = await script.ReadToEndAsync(cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteAsync(text.AsMemory(), cancellationToken);
        return ExitCode.Done;
    }
}
