namespace Kindred.Search.Flat;

/// <summary>
/// The cores that a search may use while it runs: all of them where it is the only one. Searches that run at once share them, for none is
/// done sooner by threads that there are no cores for.
/// </summary>
internal readonly ref struct CoreShare : IDisposable
{
    private static int _searches;

    /// <summary>Begins a search.</summary>
    /// <param name="most">In how many parts it is worth dealing out, at least 1.</param>
    public CoreShare(int most)
    {
        var searches = Interlocked.Increment(ref _searches);
        Parts = Math.Clamp(Environment.ProcessorCount / searches, 1, most);
    }

    /// <summary>In how many parts the search is dealt out.</summary>
    public int Parts { get; }

    /// <summary>Runs all parts and waits for them. A part is given its number, and takes work as long as there is any.</summary>
    public void Run(Action<int> part)
    {
        if (Parts == 1)
            part(0);
        else
            Parallel.For(0, Parts, part);
    }

    public void Dispose() => Interlocked.Decrement(ref _searches);
}
