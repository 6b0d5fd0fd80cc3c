namespace Kindred.Server.Status;

/// <summary>Reads how the cluster stands that a server belongs to.</summary>
internal delegate Task<ClusterDocument> ClusterReader(CancellationToken cancellationToken);

/// <summary>The cluster that a server belongs to.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Node">The server that answers, by its address for the others.</param>
/// <param name="Revision">The library's newest revision.</param>
/// <param name="Nodes">All servers, by address.</param>
/// <param name="Partitions">The parts that the gallery is searched in.</param>
internal sealed record ClusterDocument(
    string Id, string Node, long Revision, IReadOnlyList<NodeDocument> Nodes, IReadOnlyList<PartitionDocument> Partitions);

/// <summary>One server of a cluster.</summary>
/// <param name="Address">Its address for the others.</param>
/// <param name="Status">Active, or what it is about to be.</param>
/// <param name="Leads">Whether it prepares the library for all.</param>
/// <param name="Replicas">Replicas of partitions that it searches.</param>
/// <param name="Revision">The library's revision that its requests see; null where it is not known.</param>
/// <param name="Behind">By how many revisions it is behind the library.</param>
internal sealed record NodeDocument(string Address, string Status, bool Leads, int Replicas, long? Revision, long? Behind);

/// <summary>One part of the gallery.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Pictures">Pictures in it, in the gallery that the answering server shows.</param>
/// <param name="Replicas">The servers that search it; null where one has not opened it yet, or did not answer in a second.</param>
internal sealed record PartitionDocument(int Number, int Pictures, IReadOnlyList<string?> Replicas);
