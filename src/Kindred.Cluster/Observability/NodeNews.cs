using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Kindred.Cluster.Observability;

/// <summary>Says in the log which nodes come and go, a line each; the framework's own words take twenty.</summary>
internal sealed partial class NodeNews(ISiloStatusOracle oracle, ILogger<NodeNews> logger) : IHostedService, ISiloStatusListener
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        oracle.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        oracle.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        var node = updatedSilo.Endpoint.ToString();
        switch (status)
        {
            case SiloStatus.Active:
                HasJoined(logger, node);
                break;
            case SiloStatus.ShuttingDown or SiloStatus.Stopping:
                Leaves(logger, node);
                break;
            case SiloStatus.Dead:
                IsGone(logger, node);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "Node {Node} takes part")]
    private static partial void HasJoined(ILogger logger, string node);

    [LoggerMessage(LogLevel.Information, "Node {Node} leaves")]
    private static partial void Leaves(ILogger logger, string node);

    [LoggerMessage(LogLevel.Warning, "Node {Node} is gone; others take its partitions")]
    private static partial void IsGone(ILogger logger, string node);
}
