using Kindred.Cluster.Placement;

namespace Kindred.Cluster.Searching;

/// <summary>Looks where the replicas of all partitions are. One that is nowhere comes to be on the node where it belongs.</summary>
internal sealed class ReplicaLook(IGrainFactory grains, NodeOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks all replicas at once.</summary>
    /// <returns>
    /// The replicas of partition 0, then those of 1, and so on; <see langword="null"/> for one that did not answer in time.
    /// </returns>
    public Task<ReplicaState?[]> AllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Partitions * NodeOptions.Replicas).Select(
            number => OneAsync(new PartitionKey(number / NodeOptions.Replicas, number % NodeOptions.Replicas), cancellationToken)));

    private async Task<ReplicaState?> OneAsync(PartitionKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IPartitionGrain>(key.ToString()).LookAsync(cancellationToken)
                .WaitAsync(Patience, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // Its node is starting, stopping or gone.
        }
    }
}
