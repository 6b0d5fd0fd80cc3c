namespace Kindred.Cluster.Searching;

/// <summary>Lets as many partitions be searched at once as there are cores: more would only make all of them slower.</summary>
internal sealed class SearchGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    /// <summary>Waits for a core; it is free again when the result is disposed.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Place(_free);
    }

    public void Dispose() => _free.Dispose();

    internal readonly struct Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
