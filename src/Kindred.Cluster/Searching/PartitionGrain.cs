using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Server.Galleries;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Kindred.Cluster.Searching;

/// <summary>
/// Searches a partition on the node that it has been put on, from what that node has open. It has no state of its own, so it can be on
/// another node at any time, and does no harm where it is on two for a moment.
/// </summary>
[PartitionPlacement]
internal sealed class PartitionGrain(
    NodeSnapshots snapshots, NodePartitions partitions, SearchGate gate, ClusterNodes nodes, LiveGallery live, NodeOptions options)
    : Grain, IPartitionGrain
{
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    private PartitionKey _key;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = PartitionKey.Parse(this.GetPrimaryKeyString());
        partitions.Enter(_key.Partition);
        snapshots.Open(_key.Partition);
        this.RegisterGrainTimer(
            MoveWhereItBelongsAsync, new GrainTimerCreationOptions(LookAround, LookAround) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (partitions.Leave(_key.Partition))
            snapshots.Close(_key.Partition);
        return Task.CompletedTask;
    }

    public async Task<PartitionAnswer> SearchAsync(PartitionRequest request, CancellationToken cancellationToken)
    {
        if (snapshots.Hold(request.Snapshot) is not { } snapshot)
            return PartitionAnswer.Unknown;
        try
        {
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            inTime.CancelAfter(request.Milliseconds);
            return await snapshot.SearchAsync(_key.Partition, gate, index => index.Search(request), inTime.Token);
        }
        finally
        {
            snapshot.Release();
        }
    }

    public async Task<PartitionPiece> ReadFileAsync(Guid snapshot, long start, CancellationToken cancellationToken)
    {
        if (snapshots.Hold(snapshot) is not { } held)
            return PartitionPiece.None(PartitionFileState.Missing);
        try
        {
            return await Task.Run(() => held.ReadFile(_key.Partition, start), cancellationToken);
        }
        finally
        {
            held.Release();
        }
    }

    public Task<ReplicaState> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ReplicaState(nodes.Own.Endpoint.ToString(), live.Revision, snapshots.IsOpen(_key.Partition)));

    /// <summary>
    /// Opens its partition, so that the first who searches need not wait for that, and brings up the other replica where that has gone with
    /// its node. Moves to the node that it belongs on, once the other replica answers meanwhile, or where this one could not answer either.
    /// </summary>
    private async Task MoveWhereItBelongsAsync(CancellationToken cancellationToken)
    {
        snapshots.Open(_key.Partition);
        var hasOther = await IsOtherOpenAsync(cancellationToken);
        var active = nodes.Active;
        if (active.Count == 0 || !nodes.IsActive)
            return;
        var target = PartitionDirector.Node(active, _key, options.Partitions);
        // What is not open here leaves nobody without it. So each node makes its own, and not the first one all of them.
        if (target.Equals(nodes.Own) || (!hasOther && snapshots.IsOpen(_key.Partition)))
            return; // The timer comes again.
        RequestContext.Set(IPlacementDirector.PlacementHintKey, target);
        MigrateOnIdle();
    }

    /// <summary>Whether the other replica has its partition open. Asking it is what places it anew where its node is gone.</summary>
    private async Task<bool> IsOtherOpenAsync(CancellationToken cancellationToken)
    {
        var other = _key with { Replica = (_key.Replica + 1) % NodeOptions.Replicas };
        try
        {
            var state = await GrainFactory.GetGrain<IPartitionGrain>(other.ToString()).LookAsync(cancellationToken)
                .WaitAsync(LookAround, cancellationToken);
            return state.IsOpen;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException or OperationCanceledException)
        {
            return false;
        }
    }
}
