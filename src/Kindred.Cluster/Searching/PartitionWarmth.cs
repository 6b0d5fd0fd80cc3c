using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Kindred.Cluster.Searching;

/// <summary>
/// Finds out whether all partitions of a snapshot are open on the nodes that search them, by a search of each: so what comes with first
/// searches is behind them too.
/// </summary>
internal sealed partial class PartitionWarmth(ReplicaCall call, TimeProvider time, ILogger<PartitionWarmth> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>One search may take so long, since a partition may have to be opened for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>After so long one replica of each partition is enough: a node may be missing, or take long to start.</summary>
    private static readonly TimeSpan WaitForAll = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a snapshot can be searched.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="isWanted">Whether it is still worth waiting for; asked now and then.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it can; else it is not wanted any more.</returns>
    public async Task<bool> WaitAsync(NodeSnapshot snapshot, Func<Task<bool>> isWanted, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        int[] partitions =
            [.. Enumerable.Range(0, snapshot.Partitioning.Count).Where(partition => snapshot.Partitioning.RowsOf(partition).Length > 0)];
        while (true)
        {
            bool[][] answers = await Task.WhenAll(partitions.Select(partition => AskAsync(snapshot, partition, cancellationToken)));
            if (answers.All(replicas => replicas.All(answers => answers)))
                return true;
            if (answers.All(replicas => replicas.Any(answers => answers)) && time.GetElapsedTime(started) > WaitForAll)
                return true;
            if (!await isWanted())
                return false;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private Task<bool[]> AskAsync(NodeSnapshot snapshot, int partition, CancellationToken cancellationToken)
    {
        var query = snapshot.Rows[snapshot.Partitioning.RowsOf(partition)[0]].ToArray();
        var request = new PartitionRequest(
            snapshot.Partitioning.Id, SearchedIndex.Index, 1, query, Within: null, (int)Patience.TotalMilliseconds);
        return Task.WhenAll(Enumerable.Range(0, NodeOptions.Replicas).Select(
            replica => AskAsync(new PartitionKey(partition, replica), request, cancellationToken)));
    }

    private async Task<bool> AskAsync(PartitionKey key, PartitionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await call(key, request, cancellationToken).WaitAsync(Patience, time, cancellationToken)).IsKnown;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Its node is starting, stopping or gone, or cannot open it.
            NotYet(logger, key.ToString(), exception.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Partition {Partition} does not answer yet: {Reason}")]
    private static partial void NotYet(ILogger logger, string partition, string reason);
}
