using System.IO.Hashing;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Kindred.Cluster.Placement;

/// <summary>
/// Which node searches which replica of which partition. Every node computes the same from the same list of nodes: rendezvous hashing
/// (Thaler and Ravishankar 1998) in which no node takes more than its share (as consistent hashing with bounded loads, Mirrokni, Thorup and
/// Zadimoghaddam 2018). So nodes have about the same to do, and few partitions move when a node comes or goes.
/// </summary>
internal sealed class Assignment
{
    private readonly IPEndPoint[] _nodes;
    private readonly int[] _nodeOf;
    private readonly int _replicas;

    private Assignment(IPEndPoint[] nodes, int[] nodeOf, int replicas)
    {
        _nodes = nodes;
        _nodeOf = nodeOf;
        _replicas = replicas;
    }

    /// <summary>Assigns.</summary>
    /// <param name="nodes">The nodes there are, in any order; at least one.</param>
    /// <param name="partitions">How many partitions.</param>
    /// <param name="replicas">How many replicas each has. They are on different nodes as far as there are so many.</param>
    public static Assignment Of(IEnumerable<IPEndPoint> nodes, int partitions, int replicas)
    {
        IPEndPoint[] ordered = [.. nodes.Distinct().OrderBy(node => node.ToString(), StringComparer.Ordinal)];
        if (ordered.Length == 0)
            throw new ArgumentException("There has to be a node.", nameof(nodes));
        var most = ((partitions * replicas) + ordered.Length - 1) / ordered.Length;
        var load = new int[ordered.Length];
        var nodeOf = new int[partitions * replicas];
        for (var partition = 0; partition < partitions; partition++)
        {
            int[] ranked =
            [
                .. Enumerable.Range(0, ordered.Length).OrderByDescending(node => Rank(ordered[node], partition)).ThenBy(node => node),
            ];
            var taken = new List<int>(replicas);
            for (var replica = 0; replica < replicas; replica++)
            {
                // Where only full nodes are left that do not have it yet, being apart counts more than the share.
                var free = ranked.Where(node => !taken.Contains(node)).ToArray();
                var node = free.Length == 0 ? ranked[replica % ranked.Length]
                    : free.FirstOrDefault(node => load[node] < most, free.MinBy(node => load[node]));
                taken.Add(node);
                load[node]++;
                nodeOf[(partition * replicas) + replica] = node;
            }
        }

        return new Assignment(ordered, nodeOf, replicas);
    }

    /// <summary>The node that is to search a replica of a partition.</summary>
    public IPEndPoint NodeOf(PartitionKey key) => _nodes[_nodeOf[(key.Partition * _replicas) + key.Replica]];

    private static ulong Rank(IPEndPoint node, int partition)
    {
        var bytes = Encoding.UTF8.GetBytes(node.ToString());
        return XxHash3.HashToUInt64(bytes, seed: partition);
    }
}
