namespace Kindred.Search.Hnsw;

/// <summary>Links many nodes on all cores.</summary>
internal static class ParallelLinker
{
    /// <summary>The first nodes of a graph are linked one after the other: many at once would not find each other.</summary>
    private const int LinkedAlone = 512;

    /// <summary>Links nodes that are in a graph without links.</summary>
    /// <param name="first">The first node.</param>
    /// <param name="end">The one behind the last.</param>
    /// <param name="begin">Makes what a thread links with.</param>
    /// <param name="finish">Takes it back.</param>
    /// <param name="progress">Told how many are done, from any thread.</param>
    /// <param name="cancellationToken">Stops; what is not linked by then is never found.</param>
    public static void Run(
        int first, int end, Func<Linker> begin, Action<Linker> finish, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var next = first - 1;
        var done = 0;
        void LinkUntil(int last)
        {
            var linker = begin();
            for (int id; !cancellationToken.IsCancellationRequested && (id = Interlocked.Increment(ref next)) < last;)
            {
                linker.Link(id);
                progress?.Report(Interlocked.Increment(ref done));
            }

            finish(linker);
        }

        var alone = Math.Min(end, Math.Max(first, LinkedAlone));
        LinkUntil(alone);
        next = alone - 1;
        if (alone < end)
            Parallel.For(0, Environment.ProcessorCount, _ => LinkUntil(end));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
