using System.Diagnostics;

namespace Kindred.Tests.Cli;

/// <summary>Completion in shells: what the scripts are, and what bash makes of its one.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kindred simi", "similar")]
    [InlineData("kindred like a.jpg --us", "--user")]
    [InlineData("kindred tastes me", "merge")]
    [InlineData("kindred index --space l", "learned")]
    [InlineData("kindred index gal", "")]
    [InlineData("kindred completion ", "bash fish pwsh zsh")]
    public async Task Bash_AWordBegun_IsFinished(string typed, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There may be no bash.");
        var script = _folder.File("kindred.bash");
        var printed = await CliRun.InProcessAsync("completion", "bash");
        await File.WriteAllTextAsync(script, printed.Output, TestContext.Current.CancellationToken);
        // Bash calls the function with the line and its words; the command is the one beside the tests.
        var program = $$"""
            kindred() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll")}}' "$@"; }
            source '{{script}}'
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            [[ $1 != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _kindred
            echo "${COMPREPLY[*]}"
            """;

        Assert.Equal(expected + "\n", await RunAsync("bash", "-c", program, "bash", typed));
    }

    [Theory]
    [InlineData("bash", "bash", "-n")]
    [InlineData("zsh", "zsh", "-n")]
    [InlineData("fish", "fish", "--no-execute")]
    public async Task Script_InItsShell_IsOne(string shell, string program, string option)
    {
        var run = await CliRun.InProcessAsync("completion", shell);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[suggest:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"kindred completion {shell}", run.Output, StringComparison.Ordinal);
        Assert.SkipUnless(IsHere(program), $"There is no {program} here to read its script.");
        var script = _folder.File("script");
        await File.WriteAllTextAsync(script, run.Output, TestContext.Current.CancellationToken);

        Assert.Equal("", await RunAsync(program, option, script));
    }

    [Fact]
    public async Task Pwsh_Script_RegistersACompleter()
    {
        var run = await CliRun.InProcessAsync("completion", "pwsh");

        Assert.StartsWith("# Completes kindred in PowerShell", run.Output, StringComparison.Ordinal);
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName kindred", run.Output, StringComparison.Ordinal);
        Assert.SkipUnless(IsHere("pwsh"), "There is no pwsh here to read its script.");
        var script = _folder.File("script.ps1");
        await File.WriteAllTextAsync(script, run.Output, TestContext.Current.CancellationToken);
        Assert.Equal("", await RunAsync("pwsh", "-NoProfile", "-File", script));
    }

    private static bool IsHere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var run = await CliRun.FinishAsync(process);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }
}
