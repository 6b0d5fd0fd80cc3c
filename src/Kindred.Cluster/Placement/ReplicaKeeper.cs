using Kindred.Cluster.Searching;
using Microsoft.Extensions.Hosting;

namespace Kindred.Cluster.Placement;

/// <summary>
/// Keeps all replicas there: those of a node that has gone come back elsewhere, although nobody searches just then. The node that leads
/// does it for all.
/// </summary>
internal sealed class ReplicaKeeper(ReplicaLook replicas, ClusterNodes nodes) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (nodes.Leads)
                    await replicas.AllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
