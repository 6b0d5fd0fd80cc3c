using System.Globalization;
using System.Threading.Channels;
using Kindred.Server.Api;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Changes.Fetching;

/// <summary>
/// Fetches lists of pictures into the gallery, one list at a time, and remembers the last ones. Safe to use from several threads.
/// </summary>
internal sealed partial class FetchRunner(
    PictureFetcher fetcher, ChangedFiles files, PictureChanges changes, IHostApplicationLifetime lifetime, ILogger<FetchRunner> logger)
    : BackgroundService
{
    private const int MostRemembered = 16;

    private readonly Channel<FetchRun> _waiting = Channel.CreateUnbounded<FetchRun>();
    private readonly Lock _gate = new();
    private readonly List<FetchRun> _runs = []; // The last one at the end.
    private int _count;

    /// <summary>Starts to fetch.</summary>
    /// <returns>The run; <see langword="null"/> where another one is under way.</returns>
    public FetchRun? TryStart(IReadOnlyList<(Uri Address, PictureChange Change)> pictures)
    {
        lock (_gate)
        {
            if (_runs is [.., { IsRunning: true }])
                return null;
            var run = new FetchRun((++_count).ToString(CultureInfo.InvariantCulture), pictures);
            if (_runs.Count == MostRemembered)
                _runs.RemoveAt(0);
            _runs.Add(run);
            _waiting.Writer.TryWrite(run);
            return run;
        }
    }

    /// <summary>A run by its id; <see langword="null"/> where there is none, or it is no longer remembered.</summary>
    public FetchRun? Find(string id)
    {
        lock (_gate)
            return _runs.Find(run => run.Id == id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var run in _waiting.Reader.ReadAllAsync(stoppingToken))
            await RunAsync(run);
    }

    private async Task RunAsync(FetchRun run)
    {
        var results = new ImageChangeDocument?[run.Pictures.Count];
        var placed = new PlacedPicture?[run.Pictures.Count];
        try
        {
            await Parallel.ForAsync(
                0, results.Length,
                new ParallelOptions { MaxDegreeOfParallelism = fetcher.AtATime, CancellationToken = lifetime.ApplicationStopping },
                async (number, stop) =>
                {
                    var (address, change) = run.Pictures[number];
                    try
                    {
                        placed[number] = await files.PutAsync(change, await fetcher.FetchAsync(address, stop), stop);
                    }
                    catch (Exception exception) when (ImageChangeDocument.Refused(change.Name, exception) is { } refused)
                    {
                        results[number] = refused;
                    }

                    run.Advance();
                });
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The files that are here become pictures all the same, with the next index run.
        }
        catch (Exception exception)
        {
            Crashed(logger, exception);
        }

        try
        {
            int[] here = [.. Enumerable.Range(0, placed.Length).Where(number => placed[number] is not null)];
            var done = await changes.FinishAsync([.. here.Select(number => placed[number]!)], CancellationToken.None); // Those are there.
            foreach (var (index, number) in here.Index())
                results[number] = done[index];
        }
        catch (Exception exception)
        {
            Crashed(logger, exception);
        }

        var stopped = lifetime.ApplicationStopping.IsCancellationRequested;
        run.End(
            stopped ? FetchState.Interrupted : FetchState.Done,
            [
                .. results.Index().Select(one => one.Item ?? ImageChangeDocument.Refused(
                    run.Pictures[one.Index].Change.Name, Microsoft.AspNetCore.Http.StatusCodes.Status503ServiceUnavailable,
                    stopped ? "The server was stopped; send it again." : "An unexpected error; the server's log has more. Send it again.")),
            ]);
    }

    [LoggerMessage(LogLevel.Error, "Fetching pictures failed")]
    private static partial void Crashed(ILogger logger, Exception exception);
}
