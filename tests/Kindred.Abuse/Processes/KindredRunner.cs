namespace Kindred.Abuse.Processes;

/// <summary>Runs kindred on one library.</summary>
/// <param name="settings">Which kindred.</param>
/// <param name="library">The library's folder.</param>
internal sealed class KindredRunner(AbuseSettings settings, string library)
{
    /// <summary>What no command takes on a small library, however busy the machine: it hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public string Library => library;

    public WatchedProcess Start(IEnumerable<string> args, params (string Name, string Value)[] environment) =>
        WatchedProcess.Start(settings.Kindred, [.. args, "--library", library], environment);

    /// <summary>Runs a command to its end.</summary>
    public async Task<ProcessEnd> RunAsync(IEnumerable<string> args, CancellationToken cancellationToken)
    {
        if (settings.Inline is { } inline)
            return await inline([.. args, "--library", library]);
        using var process = Start(args);
        return await process.FinishAsync(cancellationToken).WaitAsync(Longest, cancellationToken);
    }
}
