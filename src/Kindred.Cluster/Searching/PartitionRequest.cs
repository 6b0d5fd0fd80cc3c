namespace Kindred.Cluster.Searching;

/// <summary>What a partition is asked.</summary>
/// <param name="Snapshot">What to search: see <see cref="Partitions.Partitioning.Id"/>.</param>
/// <param name="Searched">Which index of it.</param>
/// <param name="K">How many neighbors for each query.</param>
/// <param name="Queries">The queries, one after another, as the caller has them.</param>
/// <param name="Within">Rows of the partition beyond which nothing may be found; all where <see langword="null"/>.</param>
/// <param name="Milliseconds">After so long nobody waits for the answer.</param>
[GenerateSerializer, Immutable, Alias("kindred.request")]
internal sealed record PartitionRequest(
    [property: Id(0)] Guid Snapshot, [property: Id(1)] SearchedIndex Searched, [property: Id(2)] int K, [property: Id(3)] float[] Queries,
    [property: Id(4)] RowSet? Within, [property: Id(5)] int Milliseconds);
