namespace Kindred.Memory;

/// <summary>
/// Memory that several may take together. Who finds too little left waits; whoever waited longest goes first, so that a large share
/// is not put off for good by small ones. Safe to use from several threads.
/// </summary>
/// <remarks>Nobody may wait for a second share while holding one of the same budget: all might.</remarks>
/// <param name="limit">Bytes of all shares together, at least 1.</param>
internal sealed class MemoryBudget(long limit)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private long _limit = limit;
    private long _taken;

    /// <summary>Bytes of all shares together. A smaller limit holds for those who come from now on.</summary>
    public long Limit
    {
        get => Interlocked.Read(ref _limit);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (_gate)
            {
                Interlocked.Exchange(ref _limit, value);
                Admit();
            }
        }
    }

    /// <summary>Bytes that are taken at this moment.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
                return _taken;
        }
    }

    /// <summary>Takes a share, and waits for it where too little is left.</summary>
    /// <param name="bytes">From 0 to the limit; more gets everything, alone.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<MemoryShare> TakeAsync(long bytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_gate)
        {
            var share = new MemoryShare(this, Math.Min(bytes, _limit));
            if (_waiters.Count == 0 && _taken + share.Bytes <= _limit)
            {
                _taken += share.Bytes;
                return ValueTask.FromResult(share);
            }

            return new ValueTask<MemoryShare>(WaitAsync(_waiters.AddLast(new Waiter(share)), cancellationToken));
        }
    }

    internal void Return(long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            Admit();
        }
    }

    private async Task<MemoryShare> WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        try
        {
            return await node.Value.Granted.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (node.List is not null)
                {
                    _waiters.Remove(node);
                    Admit(); // Those behind may have waited for this one only.
                    throw;
                }
            }

            node.Value.Share.Dispose(); // It came at the last moment.
            throw;
        }
    }

    private void Admit()
    {
        while (_waiters.First is { } first && (_taken + first.Value.Share.Bytes <= _limit || _taken == 0))
        {
            _waiters.RemoveFirst();
            _taken += first.Value.Share.Bytes;
            first.Value.Granted.SetResult(first.Value.Share);
        }
    }

    private sealed class Waiter(MemoryShare share)
    {
        public MemoryShare Share { get; } = share;

        // Whoever gives back must not run what another does next.
        public TaskCompletionSource<MemoryShare> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
