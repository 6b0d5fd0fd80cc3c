namespace Kindred.Benchmarks;

/// <summary>
/// Processor time of this process, all cores together: what other processes take from the clock does not count. In seconds.
/// </summary>
internal static class ProcessorTime
{
    /// <summary>What the process has taken so far.</summary>
    public static double Now => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>What some work takes.</summary>
    public static double Of(Action work)
    {
        var started = Now;
        work();
        return Math.Round(Now - started, 3);
    }

    /// <inheritdoc cref="Of"/>
    public static async Task<double> OfAsync(Func<Task> work)
    {
        var started = Now;
        await work();
        return Math.Round(Now - started, 3);
    }
}
