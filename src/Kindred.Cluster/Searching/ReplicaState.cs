namespace Kindred.Cluster.Searching;

/// <summary>Where a replica of a partition is.</summary>
/// <param name="Node">Its node's address for other nodes.</param>
/// <param name="Revision">The library's revision that its node's requests see.</param>
/// <param name="IsOpen">Whether its partition is open there.</param>
[GenerateSerializer, Immutable, Alias("kindred.replica")]
internal sealed record ReplicaState([property: Id(0)] string Node, [property: Id(1)] long Revision, [property: Id(2)] bool IsOpen);
