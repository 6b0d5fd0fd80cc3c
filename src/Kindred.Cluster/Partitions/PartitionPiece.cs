namespace Kindred.Cluster.Partitions;

/// <summary>A piece of a partition's index file, for another node.</summary>
/// <param name="State">Whether there is one.</param>
/// <param name="Length">Length of the whole file.</param>
/// <param name="Bytes">The piece.</param>
[GenerateSerializer, Immutable, Alias("kindred.piece")]
internal sealed record PartitionPiece(
    [property: Id(0)] PartitionFileState State, [property: Id(1)] long Length, [property: Id(2)] byte[] Bytes)
{
    /// <summary>There is no piece.</summary>
    public static PartitionPiece None(PartitionFileState state) => new(state, Length: 0, []);
}

/// <summary>Whether a node has the index file of a partition.</summary>
internal enum PartitionFileState
{
    /// <summary>It does not have the snapshot, or searches the partition from memory.</summary>
    Missing,

    /// <summary>It is making or opening it.</summary>
    Opening,

    /// <summary>It has it open.</summary>
    Open,
}
