using Kindred.Cluster.Partitions;
using Orleans.Concurrency;

namespace Kindred.Cluster.Searching;

/// <summary>One replica of a partition; its key is a <see cref="Placement.PartitionKey"/>.</summary>
[Alias("kindred.partition")]
internal interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>Searches the partition. Searches run beside each other.</summary>
    [AlwaysInterleave, Alias("search")]
    Task<PartitionAnswer> SearchAsync(PartitionRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a piece of the partition's index file, for the node of the other replica.</summary>
    [AlwaysInterleave, Alias("file")]
    Task<PartitionPiece> ReadFileAsync(Guid snapshot, long start, CancellationToken cancellationToken);

    /// <summary>Says where the replica is.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<ReplicaState> LookAsync(CancellationToken cancellationToken);
}
