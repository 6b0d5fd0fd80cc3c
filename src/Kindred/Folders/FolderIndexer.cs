using Kindred.Storage.Sharing;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Storage;

namespace Kindred.Folders;

/// <summary>
/// Brings one gallery folder of a library up to date: scan, compare with what is known, read and hash what is new, embed what no
/// known content covers, store. Everything is written in small whole steps, so being stopped at any moment costs at most the last one.
/// Other processes may be at the same folder: what they work on is left to them, and looked at again when they are done or gone.
/// </summary>
internal sealed class FolderIndexer(
    ILibraryStore store, IIndexingShare share, IImageEmbedder embedder, IPictureSource source, IndexOptions options,
    IProgress<StepProgress>? progress)
{
    /// <summary>Writing this often costs nothing measurable and loses at most a second of work to a killed process.</summary>
    private const int ImagesPerWrite = 64;

    /// <summary>Pictures in a row that cannot be had before their source is taken for away: the rest would take as long to fail.</summary>
    private const int MostSilent = 16;

    private static readonly TimeSpan TimePerWrite = TimeSpan.FromSeconds(1);

    private int _silent;

    /// <summary>Indexes a folder, or a part of a gallery folder.</summary>
    /// <param name="folder">Absolute path, or address, of the gallery folder.</param>
    /// <param name="below">The part to index, ending with a slash; empty for all.</param>
    /// <param name="cancellationToken">Stops; what has been embedded by then is kept, and the report says that it was interrupted.</param>
    /// <exception cref="KindredException">What keeps the folder has stopped answering; what has been embedded by then is kept.</exception>
    public async Task<IndexReport> RunAsync(string folder, string below, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var report = IndexReport.Nothing(embedder.Stamp);
        try
        {
            var (round, isAll) = await RunRoundAsync(folder, below, options.Force, cancellationToken);
            report = round;
            while (!isAll && !report.Interrupted)
            {
                await share.WaitForOthersAsync(cancellationToken);
                (round, isAll) = await RunRoundAsync(folder, below, force: false, cancellationToken);
                report = report.PlusRound(round);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report = report with { Interrupted = true };
        }

        return report with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }

    /// <summary>Goes through the folder once. What others hold stays behind.</summary>
    /// <returns>What was done, and whether that is all there was to do.</returns>
    private async Task<(IndexReport Report, bool IsAll)> RunRoundAsync(
        string folder, string below, bool force, CancellationToken cancellationToken)
    {
        var scan = await source.ListAsync(folder, below, cancellationToken);
        var plan = await MakePlanAsync(scan, folder, below, force, cancellationToken);
        var known = force ? [] : await store.ReadContentsAsync(cancellationToken);
        FaultPoint.FolderListed.Reach();

        // Images of this folder come first: what was renamed in it was not moved into it.
        var collector = new ChangeCollector(folder, plan.Pending, known, [.. plan.Missing, .. plan.Elsewhere]);

        var interrupted = false;
        ExceptionDispatchInfo? away = null;
        try
        {
            await EmbedAsync(collector, folder, plan, force, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }
        catch (KindredException exception) when (exception.Fault == Fault.SourceUnreachable)
        {
            away = ExceptionDispatchInfo.Capture(exception);
        }

        // From here on nothing is cancelled: what was computed is worth the moment it takes to store it.
        var changes = collector.Take();
        var isAll = !interrupted && away is null && collector.LeftToOthers == 0;
        var removed = isAll ? collector.StillMissing.Select(image => image.Path).ToList() : [];
        if (isAll)
            changes.Removed.AddRange(removed.Concat(plan.Forgotten).Select(path => (folder, path)));
        if (!await TryApplyAsync(collector, changes))
            (isAll, removed) = (false, []);
        FaultPoint.FolderStored.Reach();
        away?.Throw();
        if (isAll && below.Length == 0 && options.Limit is null && scan.Unlisted.Count == 0)
            await store.RemoveWaitingImagesAsync(folder, CancellationToken.None);
        IReadOnlyList<MovedFolder> moved = isAll || interrupted ? await FinishMovesAsync(collector, plan.Elsewhere) : [];
        Report(collector, plan.Pending.Count);

        var problems = scan.Problems.Select(problem => new ImageFailure(folder, problem.Path, problem.Reason, 0, DateTime.MinValue));
        var failures = plan.StillFailing.Concat(collector.Failures).Concat(problems);
        return (new IndexReport
        {
            Indexed = collector.Indexed,
            IndexedByOthers = collector.DoneByOthers,
            Unchanged = plan.Unchanged,
            Removed = removed.Count,
            Renamed = collector.Renamed,
            Failures = [.. failures.OrderBy(failure => failure.Path, StringComparer.Ordinal)],
            Model = embedder.Stamp.Model,
            Dimensions = embedder.Stamp.Dimensions,
            Elapsed = TimeSpan.Zero,
            Interrupted = interrupted,
            Moved = moved,
        }, isAll);
    }

    /// <summary>Says what was moved here, and takes folders out of the library that have no image left.</summary>
    private async Task<IReadOnlyList<MovedFolder>> FinishMovesAsync(ChangeCollector collector, List<Image> elsewhere)
    {
        List<MovedFolder> moves = [];
        foreach (var (from, images) in collector.Moved)
        {
            var left = elsewhere.Count(image => image.Folder == from) - images;
            moves.Add(new MovedFolder(from, images, left));
            if (left == 0)
                await store.RemoveFolderAsync(from, CancellationToken.None);
        }

        return moves;
    }

    private async Task<Plan> MakePlanAsync(
        FolderListing scan, string folder, string below, bool force, CancellationToken cancellationToken)
    {
        bool InScope(string otherFolder, string path) => otherFolder == folder && path.StartsWith(below, StringComparison.Ordinal);
        var plan = new Plan();
        var gone = (await store.ReadFoldersAsync(cancellationToken))
            .Where(known => !FolderName.IsAddress(known) && !Directory.Exists(known))
            .ToHashSet(StringComparer.Ordinal);
        Dictionary<string, Image> images = new(StringComparer.Ordinal);
        await foreach (var image in store.ReadImagesInPagesAsync(cancellationToken))
        {
            if (InScope(image.Folder, image.Path))
                images.Add(image.Path, image);
            else if (gone.Contains(image.Folder))
                plan.Elsewhere.Add(image);
        }

        var failures = (await store.ReadFailuresAsync(cancellationToken))
            .Where(failure => InScope(failure.Folder, failure.Path))
            .ToDictionary(failure => failure.Path, StringComparer.Ordinal);

        foreach (var file in scan.Files.Take(options.Limit ?? int.MaxValue))
        {
            if (force)
                plan.Pending.Add(file);
            else if (images.TryGetValue(file.Path, out var image) && image.Bytes == file.Bytes && image.Modified == file.Modified)
                plan.Unchanged++;
            else if (failures.TryGetValue(file.Path, out var failure) && failure.Bytes == file.Bytes && failure.Modified == file.Modified)
                plan.StillFailing.Add(failure);
            else
                plan.Pending.Add(file);
        }

        plan.Replaced.UnionWith(plan.Pending.Select(file => file.Path).Where(images.ContainsKey));
        var present = scan.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        bool IsGone(string path) =>
            !present.Contains(path) && !scan.Unlisted.Any(unlisted => path.StartsWith(unlisted, StringComparison.Ordinal));
        plan.Missing.AddRange(images.Values.Where(image => IsGone(image.Path)));
        plan.Forgotten.AddRange(failures.Keys.Where(IsGone));
        return plan;
    }

    private async Task EmbedAsync(
        ChangeCollector collector, string folder, Plan plan, bool force, CancellationToken cancellationToken)
    {
        Report(collector, plan.Pending.Count);
        var lastWrite = Stopwatch.GetTimestamp();
        var sinceWrite = 0;
        await foreach (var result in embedder.EmbedAsync(ReadAsync(collector, folder, plan, force, cancellationToken), cancellationToken))
        {
            collector.AddResult(result);
            Report(collector, plan.Pending.Count);
            if (++sinceWrite < ImagesPerWrite && Stopwatch.GetElapsedTime(lastWrite) < TimePerWrite)
                continue;

            await TryApplyAsync(collector, collector.Take());
            FaultPoint.PicturesStored.Reach();
            lastWrite = Stopwatch.GetTimestamp();
            sinceWrite = 0;
        }
    }

    /// <summary>Stores what was gathered. Not cancelled: what was taken from the collector is counted as done.</summary>
    private async Task<bool> TryApplyAsync(ChangeCollector collector, LibraryChanges changes)
    {
        if (changes.IsEmpty || await share.TryApplyAsync(changes, embedder.Stamp, CancellationToken.None))
            return true;
        collector.Lose(changes);
        return false;
    }

    private async IAsyncEnumerable<EncodedImage> ReadAsync(
        ChangeCollector collector, string folder, Plan plan, bool force, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = ReadAhead.RunAsync(
            ClaimAsync(collector, folder, plan.Pending, force, cancellationToken),
            (ticket, stop) => TryReadAsync(collector, folder, plan, ticket, stop), source.ReadsAtOnce, cancellationToken);
        await foreach (var image in files)
        {
            var content = ContentHash.Of(image.Bytes.Span);
            if (!collector.NeedsEmbedding(image.Ticket, content))
            {
                image.Dispose();
                continue;
            }

            ClaimOutcome outcome;
            try
            {
                outcome = await share.ClaimContentAsync(content, force, cancellationToken);
            }
            catch
            {
                image.Dispose();
                throw;
            }

            if (outcome == ClaimOutcome.Granted)
            {
                yield return image;
                continue;
            }

            image.Dispose();
            collector.LeaveContent(content, isKnown: outcome == ClaimOutcome.Done);
        }
    }

    /// <summary>Reads a file; <see langword="null"/> where it cannot be read, which is noted.</summary>
    /// <exception cref="KindredException">What keeps the folder has stopped answering.</exception>
    private async ValueTask<EncodedImage?> TryReadAsync(
        ChangeCollector collector, string folder, Plan plan, int ticket, CancellationToken cancellationToken)
    {
        var path = plan.Pending[ticket].Path;
        try
        {
            var image = await source.ReadAsync(folder, path, ticket, cancellationToken);
            Volatile.Write(ref _silent, 0);
            return image;
        }
        catch (UnreadableImageException exception)
        {
            var isPassing = exception.ImageFault == ImageFault.Unreachable;
            collector.AddUnread(ticket, exception.Message, keepsImage: isPassing && plan.Replaced.Contains(path));
            if (!isPassing || Interlocked.Increment(ref _silent) < MostSilent)
                return null;
            throw new KindredException(
                Fault.SourceUnreachable, $"{MostSilent} pictures of {folder} in a row could not be had: {exception.Message}.", exception)
            {
                Subject = folder,
            };
        }
    }

    /// <summary>The tickets of those files that this process is to read, claimed some at a time.</summary>
    private async IAsyncEnumerable<int> ClaimAsync(
        ChangeCollector collector, string folder, List<ScannedFile> pending, bool force,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var first = 0; first < pending.Count; first += ImagesPerWrite)
        {
            FileState[] files =
            [
                .. pending.Skip(first).Take(ImagesPerWrite).Select(file => new FileState(file.Path, file.Bytes, file.Modified)),
            ];
            var outcomes = await share.ClaimFilesAsync(folder, files, force, cancellationToken);
            for (var i = 0; i < files.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (outcomes[i] == ClaimOutcome.Granted)
                    yield return first + i;
                else
                    collector.LeaveFile(isDone: outcomes[i] == ClaimOutcome.Done);
            }
        }
    }

    private void Report(ChangeCollector collector, int total) =>
        progress?.Report(new StepProgress(collector.Done, total, collector.Failures.Count));

    private sealed class Plan
    {
        /// <summary>New or changed files.</summary>
        public List<ScannedFile> Pending { get; } = [];

        /// <summary>Paths of those that an image stands under.</summary>
        public HashSet<string> Replaced { get; } = new(StringComparer.Ordinal);

        /// <summary>Known images whose files are gone, unless one of the pending files turns out to be theirs under a new name.</summary>
        public List<Image> Missing { get; } = [];

        /// <summary>
        /// Images of other folders that are not there: a folder that was moved. They stay in the library where no pending file turns out
        /// to be theirs, for a drive that is not mounted looks the same.
        /// </summary>
        public List<Image> Elsewhere { get; } = [];

        /// <summary>Files that failed before and have not changed.</summary>
        public List<ImageFailure> StillFailing { get; } = [];

        /// <summary>Paths of failures whose files are gone.</summary>
        public List<string> Forgotten { get; } = [];

        public int Unchanged { get; set; }
    }
}
