using Kindred.Cluster.Observability;
using Kindred.Cluster.Placement;

namespace Kindred.Cluster.Searching;

/// <summary>
/// Asks partitions, each at one of its replicas. Where that one fails, or has not answered after a while, the other is asked too; the first
/// answer counts, and what is left is called off.
/// </summary>
internal sealed class PartitionSearch(ReplicaCall call, Replicas replicas, NodeOptions options, ClusterMetrics metrics)
{
    /// <summary>Where both replicas have failed, they are asked again after this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks partitions at once.</summary>
    /// <param name="requests">What is asked of which partition.</param>
    /// <returns>The answers, in the order of the requests.</returns>
    /// <exception cref="KindredException">
    /// Not all have answered in time (<see cref="Fault.PartitionsMissing"/>), or the cluster has gone on to another snapshot
    /// (<see cref="Fault.LibraryChanging"/>).
    /// </exception>
    public async Task<PartitionAnswer[]> AskAsync(IReadOnlyList<(int Partition, PartitionRequest Request)> requests)
    {
        if (requests.Count == 0)
            return [];
        using var search = metrics.Begin(requests[0].Request.Searched, requests.Count);
        using var deadline = new CancellationTokenSource(options.SearchTimeout);
        Task<PartitionAnswer?>[] asked = [.. requests.Select(one => AskAsync(one.Partition, one.Request, deadline.Token))];
        var answers = await Task.WhenAll(asked);
        int[] missing = [.. requests.Select(one => one.Partition).Where((_, i) => answers[i] is null)];
        if (missing.Length > 0)
        {
            metrics.AddMissing(missing.Length);
            search.Fail("missing");
            throw new KindredException(
                Fault.PartitionsMissing,
                $"{missing.Length} of {options.Partitions} partitions of the gallery have not answered in time: "
                + $"{string.Join(", ", missing)}.")
            {
                Subject = string.Join(",", missing),
            };
        }

        if (answers.Any(answer => answer is { IsKnown: false }))
            throw new KindredException(Fault.LibraryChanging, "The library has changed while it was searched; ask again.");
        return answers!; // None is missing.
    }

    private async Task<PartitionAnswer?> AskAsync(int partition, PartitionRequest request, CancellationToken deadline)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var running = new Dictionary<Task<PartitionAnswer>, int>();
        var next = replicas.First(partition);
        var unknown = new HashSet<int>();
        var failures = 0;
        void Ask()
        {
            var key = new PartitionKey(partition, next);
            running.Add(AskAsync(key, request, done.Token), next);
            next = (next + 1) % NodeOptions.Replicas;
        }

        try
        {
            Ask();
            while (true)
            {
                var first = Task.WhenAny(running.Keys);
                var mayHedge = running.Count < NodeOptions.Replicas && failures == 0;
                if (mayHedge && await Task.WhenAny(first, Task.Delay(options.HedgeAfter, done.Token)) != first)
                {
                    if (deadline.IsCancellationRequested)
                        return null;
                    if (replicas.TryHedge())
                    {
                        metrics.AddHedge();
                        Ask();
                        continue;
                    }
                }

                var ended = await first.WaitAsync(deadline);
                running.Remove(ended, out var replica);
                if (ended.IsCompletedSuccessfully)
                {
                    var answer = await ended;
                    if (answer.IsKnown)
                    {
                        foreach (var slower in running.Values)
                            replicas.NoteSlow(new PartitionKey(partition, slower));
                        return answer;
                    }

                    unknown.Add(replica);
                    if (unknown.Count == NodeOptions.Replicas)
                        return answer;
                }
                else
                {
                    replicas.NoteSlow(new PartitionKey(partition, replica));
                    metrics.AddFailure();
                    failures++;
                }

                if (running.Count > 0)
                    continue;
                if (failures >= NodeOptions.Replicas)
                    await Task.Delay(Pause, deadline);
                Ask();
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private Task<PartitionAnswer> AskAsync(PartitionKey key, PartitionRequest request, CancellationToken cancellationToken)
    {
        var asked = call(key, request, cancellationToken);
        // Nobody may be left to look at how it ends.
        _ = asked.ContinueWith(
            static failed => failed.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return asked;
    }
}
