using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Kindred.Server.Observability;

/// <summary>Metrics of the server.</summary>
internal static class ObservabilityParts
{
    public static void AddObservability(this IServiceCollection services)
    {
        services.AddSingleton<ServerMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(ServerMetrics.MeterName)
            .AddPrometheusExporter());
    }
}
