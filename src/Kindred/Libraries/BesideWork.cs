namespace Kindred.Libraries;

/// <summary>Work that runs beside other work and does not outlive it: whoever leaves that stops this, and waits for its end.</summary>
internal sealed class BesideWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping;

    /// <summary>Begins.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it too.</param>
    public BesideWork(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Done = Task.Run(() => work(_stopping.Token), CancellationToken.None);
    }

    /// <summary>Its end, with the fault that it met.</summary>
    public Task Done { get; }

    /// <summary>Stops the work where it has not ended, and waits for that; a fault that nobody waited for is left aside.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
