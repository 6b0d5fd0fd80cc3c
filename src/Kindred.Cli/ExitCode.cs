namespace Kindred.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Error = 1;
    public const int WrongUsage = 2;
    public const int Interrupted = 130;
}
