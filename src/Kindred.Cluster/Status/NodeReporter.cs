using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Server.Galleries;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Kindred.Cluster.Status;

/// <summary>Says every few seconds how this node stands, until it leaves (<see cref="NodeReports"/>).</summary>
internal sealed class NodeReporter(
    NpgsqlDataSource database, ClusterNodes nodes, NodePartitions partitions, LiveGallery live, NodeOptions options) : BackgroundService
{
    /// <summary>A node that leaves does not wait longer for PostgreSQL.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var address = nodes.Own.Endpoint.ToString();
        using var timer = new PeriodicTimer(NodeReport.Interval);
        try
        {
            do
            {
                var report = new NodeReport(address, live.Revision, partitions.Searched, options.Partitions, TimeSpan.Zero);
                // PostgreSQL may be away; the next report may get through.
                await TryAsync(() => NodeReports.WriteAsync(database, options.ClusterId, report, stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var late = new CancellationTokenSource(LongestGoodbye);
            await TryAsync(() => NodeReports.RemoveAsync(database, options.ClusterId, address, late.Token));
        }
    }

    private static async Task TryAsync(Func<Task> sayAsync)
    {
        try
        {
            await sayAsync();
        }
        catch (NpgsqlException)
        {
        }
    }
}
