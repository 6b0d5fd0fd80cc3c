using Kindred.Libraries;

namespace Kindred.Tests.Libraries;

public sealed class BesideWorkTests
{
    [Fact]
    public async Task Dispose_WhileItRuns_StopsItAndWaitsForItsEnd()
    {
        var hasEnded = false;
        var begun = new TaskCompletionSource();
        var work = new BesideWork(
            async stopped =>
            {
                begun.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, stopped);
                }
                finally
                {
                    await Task.Yield();
                    hasEnded = true;
                }
            },
            TestContext.Current.CancellationToken);
        await begun.Task;

        await work.DisposeAsync();

        Assert.True(hasEnded);
        Assert.True(work.Done.IsCanceled);
    }

    [Fact]
    public async Task Done_WorkFails_HasItsFault()
    {
        await using var work = new BesideWork(
            _ => Task.FromException(new InvalidOperationException("no")), TestContext.Current.CancellationToken);

        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => work.Done)).Message);
    }

    [Fact]
    public async Task Dispose_WorkHasFailed_LeavesTheFaultAside()
    {
        var work = new BesideWork(
            _ => Task.FromException(new InvalidOperationException("no")), TestContext.Current.CancellationToken);

        await work.DisposeAsync();

        Assert.True(work.Done.IsFaulted);
    }

    [Fact]
    public async Task Cancel_FromOutside_StopsItToo()
    {
        using var stop = new CancellationTokenSource();
        await using var work = new BesideWork(stopped => Task.Delay(Timeout.Infinite, stopped), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.Done);
    }
}
