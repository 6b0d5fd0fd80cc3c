using Kindred.Libraries;
using Kindred.Server.IndexRuns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Galleries;

/// <summary>
/// Keeps the gallery that requests see up to date with the library, whatever changes the library: an index run here or in another
/// process, or choices that the space is to learn from.
/// </summary>
internal sealed partial class GalleryFollower(
    Library library, LiveGallery gallery, IndexRunner runs, TimeProvider time, ILogger<GalleryFollower> logger,
    ServerOptions? options = null) : BackgroundService
{
    /// <summary>Looks that are skipped after a fault, which is not likely to pass within a second.</summary>
    private const int LooksAfterFault = 30;

    /// <summary>The same where several servers share the library: none is to be behind the others for long.</summary>
    private const int LooksAfterFaultOfSeveral = 5;

    /// <summary>Looks after which choices are followed that people may have made at another server.</summary>
    private const int LooksAtChoicesOfOthers = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _choices = 1; // So that there is a look at the start.

    private bool IsOneOfSeveral => options?.Node is not null;

    /// <summary>Says that somebody has chosen something, so that the space may have to be fitted anew.</summary>
    public void ChoicesHaveChanged() => Interlocked.Increment(ref _choices);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? last = null;
        var followed = 0L;
        var pause = 0;
        using var timer = new PeriodicTimer(Interval, time);
        for (var look = 0; await timer.WaitForNextTickAsync(stoppingToken); look++)
        {
            if (IsOneOfSeveral && look % LooksAtChoicesOfOthers == 0)
                ChoicesHaveChanged();
            // A run brings the gallery up to date itself, at its end.
            if (pause-- > 0 || runs.Current.State == IndexState.Running)
                continue;
            try
            {
                await gallery.RefreshAttributesAsync(stoppingToken);
                var revision = await library.ReadRevisionAsync(stoppingToken);
                // While somebody is writing, the revision goes up with every look; reading the library anew each time would keep both
                // busy.
                var settled = revision == last;
                last = revision;
                var choices = Interlocked.Read(ref _choices);
                if (!settled || (choices == followed && revision == gallery.Revision))
                    continue;
                if (await gallery.RefreshAsync(stoppingToken))
                    Refreshed(logger, gallery.Number, revision);
                // Only now: if the gallery could not be refreshed, these choices still have to be followed.
                followed = choices;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever the fault is, requests go on with the gallery they have, and the next look may do better.
                pause = IsOneOfSeveral ? LooksAfterFaultOfSeveral : LooksAfterFault;
                Failed(logger, exception.Message, exception is KindredException ? null : exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The gallery is now snapshot {Number}, of the library's revision {Revision}")]
    private static partial void Refreshed(ILogger logger, int number, long revision);

    [LoggerMessage(LogLevel.Warning, "The library cannot be read just now, so the gallery stays as it is: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception? exception);
}
