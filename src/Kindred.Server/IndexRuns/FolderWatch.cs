using System.Threading.Channels;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.IndexRuns;

/// <summary>
/// Follows the library's folders, and indexes a folder some moments after the last change in it. Looks from time to time for changes
/// that the file system does not report, as on a network drive, and for those elsewhere, of which nobody tells.
/// </summary>
internal sealed partial class FolderWatch(
    Library library, IndexRunner runs, ServerOptions options, TimeProvider time, ILogger<FolderWatch> logger)
    : BackgroundService
{
    /// <summary>How often to wait for quiet before indexing all the same: something may be writing there all the time.</summary>
    private const int MostWaits = 15;

    /// <summary>How long nothing may change before a run starts, so that files are not indexed while they are written.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.IndexAtStart is { } folder)
            await RunAsync([folder], stoppingToken);
        if (!options.Watch)
            return;

        var watchers = new Dictionary<string, FileSystemWatcher?>(StringComparer.Ordinal);
        long? lookedElsewhere = null;
        try
        {
            while (true)
            {
                // Folders are watched before they are indexed: what changes meanwhile waits for the next run.
                var folders = await FoldersAsync(stoppingToken);
                Follow(folders, watchers);
                // A change here says nothing of what is elsewhere, and to look there may take long.
                if (lookedElsewhere is { } looked && time.GetElapsedTime(looked) < LongestSilence)
                    folders = [.. folders.Where(folder => !FolderName.IsAddress(folder))];
                else
                    lookedElsewhere = time.GetTimestamp();
                if (folders.Count > 0)
                    await RunAsync(folders, stoppingToken);
                await ChangeAsync(stoppingToken);
                await QuietAsync(stoppingToken);
            }
        }
        finally
        {
            foreach (var watcher in watchers.Values)
                watcher?.Dispose();
        }
    }

    /// <summary>Watches these folders, and no others.</summary>
    private void Follow(IReadOnlyList<string> folders, Dictionary<string, FileSystemWatcher?> watchers)
    {
        foreach (var gone in watchers.Keys.Except(folders, StringComparer.Ordinal).ToArray())
        {
            watchers.Remove(gone, out var watcher);
            watcher?.Dispose();
        }

        foreach (var added in folders.Where(added =>
            watchers.GetValueOrDefault(added) is null && !FolderName.IsAddress(added) && Directory.Exists(added)))
            watchers[added] = Watch(added);
    }

    /// <summary>Indexes folders as soon as no other run is under way, and waits for the end.</summary>
    private async Task RunAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        while (runs.TryStart(folders) is null)
            await Task.Delay(Quiet, time, cancellationToken);
        await foreach (var _ in runs.FollowAsync(cancellationToken))
        {
        }
    }

    /// <summary>Reads the library's folders, again some moments later where the library cannot be read.</summary>
    private async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await library.ReadFoldersAsync(cancellationToken);
            }
            catch (KindredException exception)
            {
                NotRead(logger, exception.Message);
                await Task.Delay(Quiet, time, cancellationToken);
            }
        }
    }

    private FileSystemWatcher? Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, change) => Note(change.FullPath);
            watcher.Changed += (_, change) => Note(change.FullPath);
            watcher.Deleted += (_, change) => Note(change.FullPath);
            watcher.Renamed += (_, change) => Note(change.FullPath);
            // There are too many changes at once to report them one by one; that something has changed is enough.
            watcher.Error += (_, _) => _changes.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            NotWatched(logger, folder, exception.Message);
            return null;
        }
    }

    /// <summary>Notes a change, unless it is in the library's own folder, which often lies inside the gallery.</summary>
    private void Note(string path)
    {
        if (library.Directory is not { } own || !path.StartsWith(own + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            _changes.Writer.TryWrite(true);
    }

    /// <summary>Waits for a change, at most for <see cref="LongestSilence"/>.</summary>
    private async Task ChangeAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var change = _changes.Reader.WaitToReadAsync(silence.Token).AsTask();
        await Task.WhenAny(change, Task.Delay(LongestSilence, time, silence.Token));
        await silence.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until nothing has changed for some moments.</summary>
    private async Task QuietAsync(CancellationToken cancellationToken)
    {
        for (var wait = 0; wait < MostWaits; wait++)
        {
            while (_changes.Reader.TryRead(out _))
            {
            }

            await Task.Delay(Quiet, time, cancellationToken);
            if (!_changes.Reader.TryPeek(out _))
                return;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The library's folders cannot be read just now: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Changes in {Folder} are only looked for from time to time: {Reason}")]
    private static partial void NotWatched(ILogger logger, string folder, string reason);
}
