namespace Kindred.Abuse.Processes;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">128 and the number of the signal where one ended it.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it wrote to standard error.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="PeakMebibytes">The most memory it had, as last seen.</param>
internal sealed record ProcessEnd(int ExitCode, string Output, string Error, TimeSpan Duration, long PeakMebibytes)
{
    private const int Kill = 128 + 9;

    /// <summary>Whether it was killed.</summary>
    public bool WasKilled => ExitCode == Kill;

    /// <summary>Whether it said in one line what is wrong, and ended by itself.</summary>
    public bool IsClearError => ExitCode is 1 or 2 && !IsUnexpected
        && Error.Split('\n').Any(line => line.StartsWith("kindred: ", StringComparison.Ordinal));

    /// <summary>Whether it did what was asked, or said clearly why not.</summary>
    public bool IsWell => (ExitCode == 0 && !IsUnexpected) || IsClearError;

    /// <summary>The same, or a check that found damage and says what of it is left.</summary>
    public bool IsWellOrDamaged => IsWell || (ExitCode == 1 && !IsUnexpected && Output.Contains("damaged", StringComparison.Ordinal));

    private bool IsUnexpected => Error.Contains("unexpected", StringComparison.OrdinalIgnoreCase)
        || Error.Contains("Unhandled", StringComparison.Ordinal);

    public override string ToString() => $"exit code {ExitCode}: {Error.Trim()} {Output.Trim()}";
}
