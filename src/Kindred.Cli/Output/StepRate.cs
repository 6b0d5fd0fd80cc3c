namespace Kindred.Cli.Output;

/// <summary>
/// How fast a step goes since it was first shown, and how long it will take. What it had done by then, beside another step, does not count.
/// </summary>
internal sealed class StepRate(TimeProvider time)
{
    private long _shown = time.GetTimestamp();
    private int _before;

    /// <summary>Since when the step is shown.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_shown);

    /// <summary>Begins a step with what is shown of it first.</summary>
    public void Begin(StepProgress first) => (_shown, _before) = (time.GetTimestamp(), first.Done);

    /// <summary>How many a second, and the time left; <see langword="null"/> where nothing was done since the step is shown.</summary>
    public (double PerSecond, TimeSpan Left)? Of(StepProgress value)
    {
        var seconds = Elapsed.TotalSeconds;
        if (value.Done <= _before || seconds <= 0)
            return null;
        var perSecond = (value.Done - _before) / seconds;
        return (perSecond, TimeSpan.FromSeconds(Math.Max(0, value.Total - value.Done) / perSecond));
    }
}
