using Kindred.Abuse.Processes;

namespace Kindred.Abuse;

/// <summary>What is attacked, and how hard.</summary>
/// <param name="Kindred">The executable, or the assembly <c>Kindred.Cli.dll</c>.</param>
/// <param name="Folder">Where everything is made; what failed is left there.</param>
/// <param name="Long">Hours rather than seconds.</param>
/// <param name="Seed">Where all random numbers come from; the same seed does the same again.</param>
internal sealed record AbuseSettings(string Kindred, string Folder, bool Long = false, int Seed = 1)
{
    /// <summary>The same executable, built with points at which it kills itself; null where there is none.</summary>
    public string? KindredWithFaultPoints { get; init; }

    /// <summary>
    /// Runs a command in this process, for those that are neither killed nor watched: tests start fewer processes so. Null for none.
    /// </summary>
    public Func<string[], Task<ProcessEnd>>? Inline { get; init; }

    /// <summary>The number of the first round, to repeat one that failed.</summary>
    public int From { get; init; }

    /// <summary>How many rounds; null for what the length says.</summary>
    public int? Count { get; init; }
}
