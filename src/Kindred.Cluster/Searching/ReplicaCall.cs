using Kindred.Cluster.Placement;

namespace Kindred.Cluster.Searching;

/// <summary>Asks one replica of a partition, wherever it is.</summary>
internal delegate Task<PartitionAnswer> ReplicaCall(PartitionKey key, PartitionRequest request, CancellationToken cancellationToken);

/// <summary>Asks partitions at once, and answers as <see cref="PartitionSearch"/> does.</summary>
internal delegate Task<PartitionAnswer[]> PartitionCall(IReadOnlyList<(int Partition, PartitionRequest Request)> requests);
