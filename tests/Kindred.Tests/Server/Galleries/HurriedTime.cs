namespace Kindred.Tests.Server.Galleries;

/// <summary>Time whose timers ring a hundred times sooner.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private const int Times = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hurry(dueTime), Hurry(period));

    private static TimeSpan Hurry(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / Times;
}
