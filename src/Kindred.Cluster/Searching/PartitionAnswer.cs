using Kindred.Search;

namespace Kindred.Cluster.Searching;

/// <summary>What a partition answers: for each query its neighbors, nearest first, ties by id.</summary>
/// <param name="IsKnown">Whether the node has the snapshot that was asked for; without it there are no neighbors.</param>
/// <param name="Counts">How many neighbors each query has.</param>
/// <param name="Ids">Their positions in the gallery, one query after another.</param>
/// <param name="Distances">Their distances.</param>
[GenerateSerializer, Immutable, Alias("kindred.answer")]
internal sealed record PartitionAnswer(
    [property: Id(0)] bool IsKnown, [property: Id(1)] int[] Counts, [property: Id(2)] int[] Ids, [property: Id(3)] float[] Distances)
{
    /// <summary>The node does not have the snapshot: not yet, or not any more.</summary>
    public static PartitionAnswer Unknown { get; } = new(IsKnown: false, [], [], []);

    /// <summary>What was found.</summary>
    public static PartitionAnswer Of(Neighbor[][] found)
    {
        Neighbor[] all = [.. found.SelectMany(neighbors => neighbors)];
        return new PartitionAnswer(
            IsKnown: true, Array.ConvertAll(found, neighbors => neighbors.Length), Array.ConvertAll(all, neighbor => neighbor.Id),
            Array.ConvertAll(all, neighbor => neighbor.Distance));
    }

    /// <summary>The neighbors of every query.</summary>
    public Neighbor[][] Read()
    {
        var found = new Neighbor[Counts.Length][];
        var start = 0;
        for (var query = 0; query < found.Length; query++)
        {
            var neighbors = found[query] = new Neighbor[Counts[query]];
            for (var i = 0; i < neighbors.Length; i++)
                neighbors[i] = new Neighbor(Ids[start + i], Distances[start + i]);
            start += neighbors.Length;
        }

        return found;
    }
}
