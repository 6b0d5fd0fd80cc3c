using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Kindred.Cluster.Placement;

/// <summary>
/// Finds the node for the grain of a replica. The framework's own placement looks at nodes one grain at a time, and puts most of them on
/// the node that asks.
/// </summary>
internal sealed class PartitionDirector(NodeOptions options) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var nodes = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, nodes) is { } hint)
            return Task.FromResult(hint);
        var key = PartitionKey.Parse(target.GrainIdentity.Key.ToString()!); // Grains have keys.
        return Task.FromResult(Node(nodes, key, options.Partitions));
    }

    /// <summary>The node of a replica.</summary>
    /// <param name="nodes">The nodes there are; at least one.</param>
    /// <param name="key">The replica.</param>
    /// <param name="partitions">How many partitions there are.</param>
    public static SiloAddress Node(IReadOnlyCollection<SiloAddress> nodes, PartitionKey key, int partitions)
    {
        // A node that has started again has the address of before, and its files.
        var assigned = Assignment.Of(nodes.Select(node => node.Endpoint), partitions, NodeOptions.Replicas).NodeOf(key);
        return nodes.Where(node => node.Endpoint.Equals(assigned)).MaxBy(node => node.Generation)!; // It is one of them.
    }
}
