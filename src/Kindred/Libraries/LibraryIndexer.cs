using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Galleries;
using Kindred.Images.Sources;
using Kindred.NeighborIndexes;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sharing;

namespace Kindred.Libraries;

/// <summary>
/// Brings a library up to date with a folder, and with it everything that depends on its pictures: agrees on the model, goes through the
/// folder and those that still wait for a new model, fits the space, finds near-duplicates.
/// </summary>
internal sealed class LibraryIndexer(GallerySource source, IndexCache indexes)
{
    private readonly ILibraryStore _store = source.Store;
    private readonly LibraryModel _model = source.Model;
    private readonly PictureSources _pictures = source.Pictures;

    /// <summary>Indexes a folder; see <see cref="Library.IndexAsync"/>.</summary>
    public async Task<IndexReport> RunAsync(
        string folder, IndexOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await using var share = _store.SharedIndexing is { } shared
                ? await shared.JoinAsync(cancellationToken)
                : new SoleIndexing(_store, _store.LockForIndexing());
            await _store.ProtectAsync(cancellationToken);
            return await IndexAsync(folder, share, options, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What goes through a folder reports being stopped itself, so this was before the first.
            var settings = await _store.ReadSettingsAsync(CancellationToken.None);
            return IndexReport.Nothing(settings?.Stamp ?? _model.Embedder.Stamp) with { Interrupted = true };
        }
    }

    private async Task<IndexReport> IndexAsync(
        string folder, IIndexingShare share, IndexOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var root = _pictures.Normalize(folder);
        if (!await _pictures.HasAsync(root, cancellationToken))
        {
            var removed = await RemoveMissingAsync(folder, root, options, cancellationToken);
            return await PrepareAsync(removed, options, progress, cancellationToken);
        }

        var modelChanged = await AgreeOnSettingsAsync(options, cancellationToken);
        var folders = await _store.ReadFoldersAsync(cancellationToken);
        var home = folders.FirstOrDefault(known => FolderName.IsInside(known, root));
        if (home is null)
            await _store.AddFolderAsync(home = root, cancellationToken);

        // A change of model takes every picture with it, since embeddings of two models cannot live in one library. Where an earlier run
        // was stopped in the middle of that, the rest is still waiting.
        var waiting = await _store.ReadWaitingFoldersAsync(cancellationToken);
        var below = modelChanged || waiting.Contains(home) ? "" : FolderName.Below(home, root);
        FolderIndexer Indexing(string known) => new(_store, share, _model.Embedder, _pictures.Of(known), options, progress);
        var report = await Indexing(home).RunAsync(home, below, cancellationToken);
        foreach (var other in waiting.Where(other => other != home).Order(StringComparer.Ordinal))
        {
            if (report.Interrupted)
                break;
            report = await IsThereAsync(other, cancellationToken)
                ? report.Plus(await Indexing(other).RunAsync(other, "", cancellationToken))
                : report.PlusUnreachable(other);
        }

        // An interrupted run stops at once; whoever opens the gallery next does what follows.
        if (!report.Interrupted)
        {
            await _store.PruneAsync(CancellationToken.None);
            report = await PrepareAsync(report, options, progress, cancellationToken);
        }

        return report;
    }

    /// <summary>Prepares the library: people wait for such things here rather than when they ask.</summary>
    private async Task<IndexReport> PrepareAsync(
        IndexReport report, IndexOptions options, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        if (!options.Prepare)
            return report;
        try
        {
            var preparation = new LibraryPreparation(source, indexes);
            (await preparation.RunAsync(options.Refit || options.Force, options.LinksGraph, progress, cancellationToken))?.Dispose();
            return report;
        }
        catch (OperationCanceledException)
        {
            return report with { Interrupted = true };
        }
    }

    /// <summary>Whether a folder is there; what does not answer is not.</summary>
    private async Task<bool> IsThereAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await _pictures.HasAsync(folder, cancellationToken);
        }
        catch (KindredException exception) when (exception.Fault == Fault.SourceUnreachable)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes a folder that is gone out of the library, if that was asked for; a drive that is not mounted looks the same.
    /// </summary>
    private async Task<IndexReport> RemoveMissingAsync(
        string folder, string root, IndexOptions options, CancellationToken cancellationToken)
    {
        if (File.Exists(root))
            throw NoFolder($"{folder} is a file; name the folder it is in.");
        if (!(await _store.ReadFoldersAsync(cancellationToken)).Contains(root, StringComparer.Ordinal))
            throw NoFolder($"There is no folder {folder}; check the name.");
        if (!options.RemoveMissing)
            throw new KindredException(Fault.FolderMissing, $"The folder {folder} is not there.") { Subject = folder };

        var removed = await _store.RemoveFolderAsync(root, cancellationToken);
        var stamp = (await _store.ReadSettingsAsync(cancellationToken))?.Stamp ?? _model.Embedder.Stamp;
        return IndexReport.Nothing(stamp) with { Removed = removed };

        KindredException NoFolder(string message) => new(Fault.NoSuchFolder, message) { Subject = folder };
    }

    /// <summary>Checks or writes the stamp. True when a forced change of model has emptied the library.</summary>
    private async Task<bool> AgreeOnSettingsAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        var stamp = _model.Embedder.Stamp;
        var settings = await _store.ReadSettingsAsync(cancellationToken);
        if (settings is not null && !options.Force)
            _model.EnsureMade(settings.Stamp);

        var changed = settings is not null && settings.Stamp != stamp;
        var inherent = stamp.FitsSpace ? SpaceKind.Learned : SpaceKind.None;
        var space = options.Space ?? (changed ? inherent : settings?.Space ?? inherent);
        var agreed = (settings ?? new LibrarySettings(stamp, space)) with { Stamp = stamp, Space = space };
        agreed = agreed with { Search = options.Search ?? agreed.Search, Vectors = options.Vectors ?? agreed.Vectors };
        await _store.WriteSettingsAsync(agreed, cancellationToken);
        return changed;
    }
}
