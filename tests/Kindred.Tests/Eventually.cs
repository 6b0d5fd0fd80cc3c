namespace Kindred.Tests;

/// <summary>Waits for what comes when it comes. Only what never comes fails, after longer than any machine takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks again and again until the condition holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="otherwise">What to say where it never comes.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string otherwise)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Limit);
        while (!await condition())
        {
            Assert.False(end.IsCancellationRequested, otherwise);
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string)"/>
    public static Task TrueAsync(Func<bool> condition, string otherwise) => TrueAsync(() => Task.FromResult(condition()), otherwise);
}
