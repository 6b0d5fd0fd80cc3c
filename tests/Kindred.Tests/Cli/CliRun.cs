using System.Diagnostics;
using System.Text.Json;
using Kindred.Cli;

namespace Kindred.Tests.Cli;

/// <summary>What one call of kindred returned and wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON document on standard output; anything else there is a fault.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Calls kindred in this process.</summary>
    public static async Task<CliRun> InProcessAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts kindred as a process of its own.</summary>
    public static Process Start(params string[] args) => Start(args, environment: []);

    /// <summary>Starts kindred as a process of its own, with environment variables of the test's.</summary>
    public static Process Start(string[] args, params (string Name, string Value)[] environment)
    {
        // The command line's assembly lies beside the tests; the host that runs them runs it too.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("kindred did not start.");
    }

    /// <summary>Runs kindred as a process of its own to the end, with environment variables of the test's.</summary>
    public static async Task<CliRun> ProcessAsync(string[] args, params (string Name, string Value)[] environment)
    {
        using var process = Start(args, environment);
        return await FinishAsync(process);
    }

    /// <summary>Runs kindred as a process of its own to the end.</summary>
    public static async Task<CliRun> ProcessAsync(params string[] args)
    {
        using var process = Start(args);
        return await FinishAsync(process);
    }

    public static async Task<CliRun> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }
}
