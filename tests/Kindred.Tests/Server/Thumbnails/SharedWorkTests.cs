using Kindred.Server.Thumbnails;

namespace Kindred.Tests.Server.Thumbnails;

public sealed class SharedWorkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_ManyAtOnce_DoesTheWorkOnce()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var work = new SharedWork<string, int>(async (_, _) =>
        {
            var run = Interlocked.Increment(ref runs);
            await gate.Task;
            return run;
        });

        var asked = Enumerable.Range(0, 20).Select(_ => work.GetAsync("a", Cancel)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), run => Assert.Equal(1, run));
        Assert.Equal(2, await work.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task GetAsync_OneOfTwoGivesUp_TheOtherGetsItsResult()
    {
        var gate = new TaskCompletionSource();
        var work = new SharedWork<string, int>(async (_, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            return 7;
        });
        using var giveUp = new CancellationTokenSource();

        var impatient = work.GetAsync("a", giveUp.Token);
        var patient = work.GetAsync("a", Cancel);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult();

        Assert.Equal(7, await patient);
    }

    [Fact]
    public async Task GetAsync_AllGiveUp_StopsTheWork()
    {
        var stopped = new TaskCompletionSource();
        var work = new SharedWork<string, int>(async (_, stop) =>
        {
            await using var told = stop.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, stop);
            return 7;
        });
        using var giveUp = new CancellationTokenSource();

        var asked = Enumerable.Range(0, 3).Select(_ => work.GetAsync("a", giveUp.Token)).ToArray();
        await giveUp.CancelAsync();

        foreach (var task in asked)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        await stopped.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task GetAsync_WorkFails_AllGetTheFault()
    {
        var gate = new TaskCompletionSource();
        var work = new SharedWork<string, int>(async (_, _) =>
        {
            await gate.Task;
            throw new InvalidDataException("no");
        });

        var asked = Enumerable.Range(0, 3).Select(_ => work.GetAsync("a", Cancel)).ToArray();
        gate.SetResult();

        foreach (var task in asked)
            await Assert.ThrowsAsync<InvalidDataException>(() => task);
    }
}
