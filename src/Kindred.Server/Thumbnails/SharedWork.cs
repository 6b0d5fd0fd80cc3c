namespace Kindred.Server.Thumbnails;

/// <summary>
/// Does a piece of work once for all who ask for it at the same time, and stops it when none of them waits for it any longer.
/// </summary>
/// <param name="work">What to do; runs on the thread pool.</param>
internal sealed class SharedWork<TKey, TResult>(Func<TKey, CancellationToken, Task<TResult>> work)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Run> _runs = [];

    /// <summary>The work's result.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="cancellationToken">Stops waiting; the others who wait get their result all the same.</param>
    public async Task<TResult> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = Join(key);
        try
        {
            return await run.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            await LeaveAsync(key, run);
        }
    }

    private Run Join(TKey key)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(key, out var run))
            {
                var stop = new CancellationTokenSource();
                run = new Run(Task.Run(() => work(key, stop.Token), CancellationToken.None), stop);
                _runs.Add(key, run);
            }

            run.Waiting++;
            return run;
        }
    }

    private async Task LeaveAsync(TKey key, Run run)
    {
        lock (_gate)
        {
            if (--run.Waiting > 0)
                return;
            _runs.Remove(key);
        }

        // Not disposed: the work may go on for a moment and ask its token. Without a timer there is nothing to free.
        await run.Stop.CancelAsync();
    }

    private sealed class Run(Task<TResult> result, CancellationTokenSource stop)
    {
        public Task<TResult> Result => result;

        public CancellationTokenSource Stop => stop;

        public int Waiting { get; set; }
    }
}
