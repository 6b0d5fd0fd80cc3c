using Orleans.Runtime;

namespace Kindred.Cluster.Placement;

/// <summary>The nodes there are, as this one knows them.</summary>
internal sealed class ClusterNodes(ISiloStatusOracle oracle)
{
    /// <summary>Those that have been there longer come first.</summary>
    public static IComparer<SiloAddress> BySeniority { get; } = Comparer<SiloAddress>.Create(
        (one, other) => one.Generation != other.Generation ? one.Generation.CompareTo(other.Generation) : one.CompareTo(other));

    /// <summary>This node.</summary>
    public SiloAddress Own => oracle.SiloAddress;

    /// <summary>Whether this node takes part.</summary>
    public bool IsActive => oracle.CurrentStatus == SiloStatus.Active;

    /// <summary>The nodes that take part.</summary>
    public IReadOnlyCollection<SiloAddress> Active => [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys];

    /// <summary>
    /// Whether this node is the one that prepares the library: the one that has been there longest. Where two take themselves for it for a
    /// moment, both do the same work, and the library stays whole.
    /// </summary>
    public bool Leads => IsActive && Active.Order(BySeniority).FirstOrDefault() is { } first && first.Equals(Own);
}
