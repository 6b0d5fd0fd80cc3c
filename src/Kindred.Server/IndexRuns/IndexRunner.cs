using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.IndexRuns;

/// <summary>Index runs, one at a time: starts them, stops them, and says how they stand. Safe to use from several threads.</summary>
internal sealed partial class IndexRunner(
    Library library, LiveGallery gallery, ServerOptions options, ServerMetrics metrics, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<IndexRunner> logger)
    : BackgroundService
{
    /// <summary>Pictures are to be seen before they are in a graph: <see cref="GraphLinker"/>.</summary>
    private static readonly IndexOptions WithoutGraph = new() { LinksGraph = false };

    private static readonly TimeSpan EventInterval = TimeSpan.FromMilliseconds(200);

    private readonly Channel<IndexRun> _waiting = Channel.CreateUnbounded<IndexRun>();
    private readonly Lock _gate = new();
    private IndexRun? _run;

    /// <summary>The state of the run under way, or of the last one.</summary>
    public IndexRunDocument Current => (_run?.Document(time)) ?? IndexRun.None;

    /// <summary>Starts a run.</summary>
    /// <returns>The run; <see langword="null"/> where one is under way already.</returns>
    public IndexRun? TryStart(IReadOnlyList<string> folders)
    {
        lock (_gate)
        {
            if (_run is { IsRunning: true })
                return null;
            _run?.Dispose();
            _run = new IndexRun(folders, time.GetTimestamp(), time.GetUtcNow());
            return _waiting.Writer.TryWrite(_run) ? _run : null;
        }
    }

    /// <summary>Completes when the run that is under way has ended; at once where none is.</summary>
    public Task EndedAsync() => _run?.Ended ?? Task.CompletedTask;

    /// <summary>Stops the run that is under way.</summary>
    /// <returns>False where none is.</returns>
    public bool TryStop()
    {
        lock (_gate)
        {
            if (_run is not { IsRunning: true } run)
                return false;
            run.Stop();
            return true;
        }
    }

    /// <summary>The state of the run, now and from time to time until it has ended; only once where none is under way.</summary>
    public async IAsyncEnumerable<IndexRunDocument> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = Current;
            yield return current;
            // Ends when the server stops, because the server waits for those who follow a run.
            if (current.State != IndexState.Running || lifetime.ApplicationStopping.IsCancellationRequested)
                yield break;
            await Task.Delay(EventInterval, time, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var run in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                using var stop = lifetime.ApplicationStopping.Register(run.Stop);
                await RunAsync(run, stoppingToken);
                var ended = run.Document(time);
                Ended(
                    logger, ended.State, ended.Report?.Indexed ?? 0, ended.Report?.Failures ?? 0, ended.Seconds,
                    ended.Error is { } error ? $": {error}" : "");
            }
        }
        finally
        {
            // One that has not begun when the server stops never does; nobody shall wait for it.
            lock (_gate)
            {
                if (_run is { IsRunning: true } waiting)
                {
                    waiting.Interrupt();
                    waiting.End(time.GetTimestamp());
                }
            }
        }
    }

    private async Task RunAsync(IndexRun run, CancellationToken cancellationToken)
    {
        foreach (var folder in run.Folders)
        {
            if (run.Stopping.IsCancellationRequested)
            {
                run.Interrupt();
                break;
            }

            try
            {
                var report = await library.IndexAsync(folder, WithoutGraph, run, run.Stopping);
                metrics.AddIndexed(report.Indexed + report.Failures.Count);
                run.Add(report);
                if (options.AfterIndexing is { } after)
                    await after(folder, run.Stopping);
            }
            catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
            {
                run.Interrupt();
                break;
            }
            catch (KindredException exception)
            {
                Failed(logger, exception.Message);
                run.Fail(LibraryFaults.Say(exception), exception.Fault);
            }
            catch (Exception exception)
            {
                // A fault of ours ends this run, not the server: what was there before is served on.
                Crashed(logger, exception);
                run.Fail("An unexpected error; the server's log has more.");
            }
        }

        try
        {
            run.Finish();
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                await gallery.RefreshAsync(cancellationToken);
                await gallery.RefreshAttributesAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever opens the library next sees what was done.
        }
        catch (KindredException exception)
        {
            Failed(logger, exception.Message);
            run.Fail(LibraryFaults.Say(exception), exception.Fault);
        }
        catch (Exception exception)
        {
            Crashed(logger, exception);
            run.Fail("The gallery could not be brought up to date; the server's log has more.");
        }

        run.End(time.GetTimestamp());
    }

    [LoggerMessage(LogLevel.Information, "Index run {State}: {Indexed} indexed, {Failures} failed, in {Seconds} s{Error}")]
    private static partial void Ended(ILogger logger, IndexState state, int indexed, int failures, double seconds, string error);

    [LoggerMessage(LogLevel.Warning, "An index run could not be completed: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "An index run failed")]
    private static partial void Crashed(ILogger logger, Exception exception);
}
