namespace Kindred.Cluster.Status;

/// <summary>What a node of a cluster last said of itself.</summary>
/// <param name="Address">Its address for the other nodes.</param>
/// <param name="Revision">The library's revision that its requests saw.</param>
/// <param name="Partitions">The partitions that it searched, by number.</param>
/// <param name="AllPartitions">How many partitions there are.</param>
/// <param name="Age">How long ago that was, by PostgreSQL's clock.</param>
public sealed record NodeReport(string Address, long Revision, IReadOnlyList<int> Partitions, int AllPartitions, TimeSpan Age)
{
    /// <summary>How often a node says how it stands.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Whether it was heard of lately; a node that was not is gone, stands still, or cannot reach PostgreSQL.</summary>
    public bool IsHeardOf => Age < 4 * Interval;
}
