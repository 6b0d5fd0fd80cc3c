using Kindred.Images.Sources;
using Kindred.Libraries;

namespace Kindred.Server.IndexRuns;

/// <summary>
/// An index run that begins after somebody asked for it, and so sees what was changed before: one for all who ask while another is under
/// way. Safe to use from several threads.
/// </summary>
internal sealed class NextIndexRun(Library library, IndexRunner runs, TimeProvider time)
{
    /// <summary>How long to wait for another process that is indexing.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private Task<string?>? _next;

    /// <summary>Waits for the end of the next run; the gallery that requests get is then up to date with it.</summary>
    /// <param name="cancellationToken">Stops waiting; the run goes on.</param>
    /// <returns>
    /// What went wrong, if something did: perhaps with another folder than that of whoever asks, so look whether the gallery has followed.
    /// </returns>
    /// <exception cref="KindredException">Another process has been indexing the library all the time.</exception>
    public async Task<string?> WaitAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Task<string?> next;
            lock (_gate)
                next = _next ??= RunAsync();
            try
            {
                return await next.WaitAsync(cancellationToken);
            }
            catch (KindredException busy) when (busy.Fault == Fault.LibraryBusy && time.GetElapsedTime(began) < LongestWait)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<string?> RunAsync()
    {
        await Task.Yield(); // So that it is known as the next one before it begins.
        IndexRun run;
        while (true)
        {
            IReadOnlyList<string> folders;
            try
            {
                // What is elsewhere nobody changes from here.
                folders = [.. (await library.ReadFoldersAsync()).Where(folder => !FolderName.IsAddress(folder))];
            }
            catch
            {
                lock (_gate)
                    _next = null;
                throw;
            }

            lock (_gate)
            {
                // Whoever asks from now on waits for another one: this one may have passed what they changed.
                if (runs.TryStart(folders) is { } started)
                {
                    (run, _next) = (started, null);
                    break;
                }
            }

            await runs.EndedAsync();
        }

        await run.Ended;
        if (run.Fault == Fault.LibraryBusy)
            throw new KindredException(Fault.LibraryBusy, "Another process is indexing the library; try again when it is done.");
        var ended = run.Document(time);
        return ended.State == IndexState.Done ? null
            : ended.Error ?? "The index run was stopped; the next one takes up what was changed.";
    }
}
