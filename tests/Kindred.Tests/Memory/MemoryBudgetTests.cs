using Kindred.Memory;

namespace Kindred.Tests.Memory;

public sealed class MemoryBudgetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_WhereThereIsRoom_DoesNotWait()
    {
        var budget = new MemoryBudget(100);

        using var a = await budget.TakeAsync(60, Cancel);
        using var b = await budget.TakeAsync(40, Cancel);

        Assert.Equal(100, budget.Taken);
    }

    [Fact]
    public async Task TakeAsync_WhereTooLittleIsLeft_WaitsForOthersInOrder()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.TakeAsync(60, Cancel);

        var large = budget.TakeAsync(80, Cancel).AsTask();
        var small = budget.TakeAsync(10, Cancel).AsTask();

        // There is room for the small one, but the large one came before it.
        Assert.False(large.IsCompleted || small.IsCompleted);
        first.Dispose();
        using var second = await large;
        using var third = await small;
        Assert.Equal(90, budget.Taken);
    }

    [Fact]
    public async Task TakeAsync_MoreThanThereIs_GetsItAlone()
    {
        var budget = new MemoryBudget(100);
        var held = await budget.TakeAsync(1, Cancel);

        var all = budget.TakeAsync(1_000, Cancel).AsTask();

        Assert.False(all.IsCompleted);
        held.Dispose();
        using var share = await all;
        Assert.Equal((100, 100), (share.Bytes, budget.Taken));
    }

    [Fact]
    public async Task TakeAsync_Canceled_LetsThoseBehindGoOn()
    {
        var budget = new MemoryBudget(100);
        using var held = await budget.TakeAsync(60, Cancel);
        using var stop = new CancellationTokenSource();
        var large = budget.TakeAsync(80, stop.Token).AsTask();
        var small = budget.TakeAsync(10, Cancel).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        using var share = await small;
        Assert.Equal(70, budget.Taken);
    }

    [Fact]
    public async Task Limit_Raised_AdmitsWhoWaits()
    {
        var budget = new MemoryBudget(100);
        using var held = await budget.TakeAsync(60, Cancel);
        var waiting = budget.TakeAsync(80, Cancel).AsTask();

        budget.Limit = 140;

        using var share = await waiting;
        Assert.Equal(140, budget.Taken);
    }

    [Fact]
    public async Task TakeAsync_ByManyAtOnce_IsNeverOverTheLimitAndAllGetTheirs()
    {
        var budget = new MemoryBudget(1_000);
        var most = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), Cancel, async (i, stop) =>
        {
            using var hurry = new CancellationTokenSource();
            if (i % 7 == 0)
                hurry.CancelAfter(TimeSpan.FromMilliseconds(i % 3));
            try
            {
                using var share = await budget.TakeAsync(1 + (i * 37 % 900), i % 7 == 0 ? hurry.Token : stop);
                InterlockedMax(ref most, budget.Taken);
                await Task.Yield();
            }
            catch (OperationCanceledException) when (hurry.IsCancellationRequested)
            {
                // It did not want to wait.
            }
        });

        Assert.InRange(most, 1, 1_000);
        Assert.Equal(0, budget.Taken);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen)
                return;
        }
    }
}
