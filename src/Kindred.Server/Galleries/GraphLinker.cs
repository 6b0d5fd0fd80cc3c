using Kindred.Server.IndexRuns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Galleries;

/// <summary>Links the graph of a large gallery while requests are answered without it, exactly.</summary>
internal sealed partial class GraphLinker(LiveGallery gallery, IndexRunner runs, TimeProvider time, ILogger<GraphLinker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // What a run is about to change would be linked twice.
            if (!gallery.AwaitsGraph || runs.Current.State == IndexState.Running)
                continue;
            try
            {
                Begun(logger);
                if (await gallery.LinkAsync(stoppingToken))
                {
                    Linked(logger, gallery.Number);
                    // What preparing and linking leave behind is hundreds of megabytes at a million pictures (docs/benchmarks.md). A server
                    // that is asked little would keep them: nothing makes the collector look.
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever the fault is, the gallery is searched as it is.
                Failed(logger, exception.Message, exception is KindredException ? null : exception);
                await Task.Delay(PauseAfterFault, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The gallery is searched exactly while its graph is linked")]
    private static partial void Begun(ILogger logger);

    [LoggerMessage(LogLevel.Information, "The gallery is now snapshot {Number}, which is searched by its graph")]
    private static partial void Linked(ILogger logger, int number);

    [LoggerMessage(LogLevel.Warning, "The graph cannot be linked just now, so the gallery is searched exactly: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception? exception);
}
