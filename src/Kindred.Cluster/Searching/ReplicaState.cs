namespace Kindred.Cluster.Searching;

/// <summary>Where a replica of a partition is.</summary>
/// <param name="Node">Its node's address for other nodes.</param>
[GenerateSerializer, Immutable, Alias("kindred.replica")]
internal sealed record ReplicaState([property: Id(0)] string Node);
