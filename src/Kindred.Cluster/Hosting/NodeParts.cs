using System.Net;
using Kindred.Cluster.Galleries;
using Kindred.Cluster.Observability;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Cluster.Status;
using Kindred.Server.Galleries;
using Kindred.Server.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry.Metrics;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Kindred.Cluster.Hosting;

/// <summary>What makes a server a node.</summary>
internal static class NodeParts
{
    private const string ServiceId = "kindred";

    public static void AddNode(this WebApplicationBuilder builder, NodeOptions options, NpgsqlDataSource database, Eviction eviction)
    {
        // What it says of nodes that come and go is said in a line each (NodeNews), and failed calls by metrics.
        builder.Logging.AddFilter("Orleans", LogLevel.Error)
            .AddFilter("Orleans.Messaging", LogLevel.None).AddFilter("Polly", LogLevel.None);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<ClusterNodes>();
        builder.Services.AddSingleton<NodePartitions>();
        builder.Services.AddSingleton<NodeSnapshots>();
        builder.Services.AddSingleton<SearchGate>();
        builder.Services.AddSingleton<Replicas>();
        builder.Services.AddSingleton<ReplicaLook>();
        builder.Services.AddSingleton<ClusterMetrics>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(ClusterMetrics.Name, "Microsoft.Orleans"));
        builder.Services.AddSingleton<ClusterStatus>();
        builder.Services.AddSingleton<ClusterReader>(services => services.GetRequiredService<ClusterStatus>().ReadAsync);
        builder.Services.AddSingleton<ReplicaCall>(services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            return (key, request, stop) => grains.GetGrain<IPartitionGrain>(key.ToString()).SearchAsync(request, stop);
        });
        builder.Services.AddSingleton<PartitionSearch>();
        builder.Services.AddSingleton<PartitionCopies>();
        builder.Services.AddSingleton<PartitionWarmth>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IGalleryMaker, ClusterGalleryMaker>());

        // Services start in the order in which they are added: first the tables, then what uses them.
        builder.Services.AddSingleton<NodeStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<NodeStart>());
        builder.UseOrleans(silo => Configure(silo, options, database));
        builder.Services.AddHostedService<NodeNews>();
        builder.Services.AddHostedService<NodeReporter>();
        builder.Services.AddHostedService<ReplicaKeeper>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler>(services =>
        {
            eviction.Log = services.GetRequiredService<ILogger<Eviction>>();
            return eviction;
        }));
    }

    private static void Configure(ISiloBuilder silo, NodeOptions options, NpgsqlDataSource database)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, ServiceId));
        silo.UseAdoNetClustering(membership => (membership.Invariant, membership.DataSource) = ("Npgsql", database));

        // Nodes are clients of one another, and there are no others: no gateway.
        silo.ConfigureEndpoints(
            options.Advertise, options.Port, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(options.Advertise));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = options.Probe;
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
            membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
        });
        silo.Configure<SiloMessagingOptions>(messages => messages.ResponseTimeout = TimeSpan.FromSeconds(30));
        silo.AddActivityPropagation();
        silo.AddPlacementDirector<PartitionPlacement, PartitionDirector>();
    }
}
