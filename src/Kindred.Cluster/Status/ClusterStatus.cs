using System.Net;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Libraries;
using Kindred.Server.Galleries;
using Kindred.Server.Status;
using Orleans.Runtime;

namespace Kindred.Cluster.Status;

/// <summary>Asks all replicas where they are, and so finds out how the cluster stands.</summary>
internal sealed class ClusterStatus(
    ReplicaLook look, ISiloStatusOracle oracle, NodeSnapshots snapshots, LiveGallery live, Library library, NodeOptions options)
{
    /// <summary>Reads how the cluster stands.</summary>
    public async Task<ClusterDocument> ReadAsync(CancellationToken cancellationToken)
    {
        var revision = await library.ReadRevisionAsync(cancellationToken);
        var replicas = await look.AllAsync(cancellationToken);
        using var lease = live.Acquire();
        var partitioning = lease.Gallery is { } gallery ? snapshots.Find(gallery)?.Partitioning : null;
        var statuses = oracle.GetApproximateSiloStatuses(onlyActive: false).Where(node => !node.Value.IsTerminating()).ToArray();
        var leader = statuses.Where(node => node.Value == SiloStatus.Active).Select(node => node.Key)
            .OrderBy(node => node, ClusterNodes.BySeniority).FirstOrDefault();
        return new ClusterDocument(
            options.ClusterId, oracle.SiloAddress.Endpoint.ToString(), revision,
            [
                .. statuses.OrderBy(node => node.Key.Endpoint.ToString(), StringComparer.Ordinal)
                    .Select(node => NodeOf(node.Key, node.Value, node.Key.Equals(leader), replicas, revision)),
            ],
            [
                .. Enumerable.Range(0, options.Partitions).Select(partition => new PartitionDocument(
                    partition, partitioning?.RowsOf(partition).Length ?? 0,
                    [.. replicas.Skip(partition * NodeOptions.Replicas).Take(NodeOptions.Replicas)
                        .Select(replica => replica is { IsOpen: true } ? replica.Node : null)])),
            ]);
    }

    private static NodeDocument NodeOf(SiloAddress node, SiloStatus status, bool leads, ReplicaState?[] replicas, long revision)
    {
        var address = node.Endpoint.ToString();
        ReplicaState[] own = [.. replicas.OfType<ReplicaState>().Where(replica => replica.Node == address)];
        long? shown = own.Length == 0 ? null : own[0].Revision;
        return new NodeDocument(address, status.ToString(), leads, own.Length, shown, revision - shown);
    }
}
