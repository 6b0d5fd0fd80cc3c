using Kindred.Libraries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Galleries;

/// <summary>
/// Keeps the gallery that requests see up to date with the library, whoever changes that: an index run here or in another process, or choices that
/// the space is to learn from.
/// </summary>
internal sealed partial class GalleryFollowing(Library library, LiveGallery gallery, TimeProvider time, ILogger<GalleryFollowing> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile bool _choicesHaveChanged = true;

    /// <summary>Says that somebody has chosen something, so that the space may have to be fitted anew.</summary>
    public void ChoicesHaveChanged() => _choicesHaveChanged = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? last = null;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var revision = await library.ReadRevisionAsync(stoppingToken);
                // While somebody is writing, the revision goes up with every look; to read the library anew each time would keep both busy.
                var settled = revision == last;
                last = revision;
                if (settled && await IsStaleAsync(revision, stoppingToken))
                {
                    await gallery.RefreshAsync(stoppingToken);
                    Refreshed(logger, gallery.Number, revision);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is, requests go on with the gallery they have, and the next look may do better.
                Failed(logger, exception.Message, exception is KindredException ? null : exception);
            }
        }
    }

    private async Task<bool> IsStaleAsync(long revision, CancellationToken cancellationToken)
    {
        using var lease = gallery.Acquire();
        if (revision != lease.Revision)
            return true;
        if (lease.Gallery is not { } current || !_choicesHaveChanged)
            return false;
        _choicesHaveChanged = false;
        return await library.IsFitDueAsync(current, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "The gallery is now snapshot {Number}, of the library's revision {Revision}")]
    private static partial void Refreshed(ILogger logger, int number, long revision);

    [LoggerMessage(LogLevel.Warning, "The library cannot be read just now, so the gallery stays as it is: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception? exception);
}
