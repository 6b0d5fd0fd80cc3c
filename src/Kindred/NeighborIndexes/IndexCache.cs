using System.Security.Cryptography;
using System.Text;
using Kindred.Choices;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Vectors;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>
/// Keeps the search index of a library's gallery in a file: embeddings in the library's space, their codes and their graph. The file is
/// a cache: a stale one is brought up to date or made anew, a missing or damaged one is made anew, and where it cannot be written,
/// everything is in memory. A file that is made anew has no graph: it is searched exactly until <see cref="Link"/> has linked one.
/// </summary>
/// <param name="store">The library.</param>
/// <param name="reached">Called at each point where another process may interfere; for tests.</param>
internal sealed class IndexCache(ILibraryStore store, Action<IndexCachePoint>? reached = null)
{
    /// <summary>Name of the file in the store's cache directory.</summary>
    public const string FileName = "gallery.index";

    /// <summary>Name of the file that has rows alone.</summary>
    public const string RowsFileName = "rows.index";

    /// <summary>
    /// Whether the file has rows alone, without codes and graph: where the gallery is searched in parts, those belong to each part.
    /// </summary>
    public bool HasRowsAlone { get; set; }

    private string? FilePath =>
        store.CacheDirectory is { } directory ? Path.Combine(directory, HasRowsAlone ? RowsFileName : FileName) : null;

    /// <summary>What is searched in the file.</summary>
    public SearchChoice ChoiceFor(LibrarySettings settings, int count, EmbeddingSpace space) =>
        HasRowsAlone ? SearchChoice.Rows : SearchChoice.For(settings, count, space);

    /// <summary>
    /// Opens the file; <see langword="null"/> where it is not up to date. Apart from checking the file, this takes no longer for a large
    /// library.
    /// </summary>
    public async Task<CurrentFile?> TryOpenCurrentAsync(CancellationToken cancellationToken)
    {
        var state = await store.ReadStateAsync(cancellationToken);
        if (await store.ReadSettingsAsync(cancellationToken) is not { } settings)
            return null;

        var space = await new SpaceCache(store).ReadWithChoicesAsync(settings.Stamp, settings.Space, cancellationToken);
        IndexFile? file = null;
        try
        {
            file = TryOpen(SourceOf(settings.Stamp, space));
            if (file is not null && file.Stamp.State == state.Token && HasCodes(file, ChoiceFor(settings, file.Count, space.Space)))
                return new CurrentFile(state, settings, Taken(ref space), Taken(ref file));
            return null;
        }
        finally
        {
            file?.Dispose();
            space?.Dispose();
        }
    }

    /// <summary>
    /// The index of the gallery as it is now: from the file, or made now and written to the file. New rows are linked into a graph that
    /// is there; none is begun.
    /// </summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="space">Its space.</param>
    /// <param name="progress">Told how many embeddings are linked.</param>
    /// <param name="cancellationToken">Stops; then the file stays as it was.</param>
    public async Task<GalleryIndex> CurrentAsync(
        LibrarySettings settings, FittedSpace space, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var source = SourceOf(settings.Stamp, space);
        var rowKeys = new RowKeys(space.Space);
        var file = TryOpen(source);
        try
        {
            if (file is not null)
            {
                reached?.Invoke(IndexCachePoint.Opened);
                var state = await store.ReadStateAsync(cancellationToken);
                var images = await store.ReadImagesAsync(cancellationToken);
                var choice = ChoiceFor(settings, images.Count, space.Space);
                if (file.Stamp.State == state.Token && HasCodes(file, choice) && rowKeys.AreIn(file, images))
                    return GalleryIndex.Over(images, Taken(ref file), choice, space.Space.Scale);
                var wanted = new IndexStamp(state.Token, source);
                var updated = await TryUpdateAsync(
                    file, wanted, images, settings.Stamp, space, choice, progress, cancellationToken);
                if (updated is not null)
                    return GalleryIndex.Over(images, updated, choice, space.Space.Scale);
            }
        }
        finally
        {
            file?.Dispose();
        }

        return await TryBuildFileAsync(settings, source, space, cancellationToken)
            ?? await BuildAsync(settings, source, space, cancellationToken);
    }

    /// <summary>
    /// Links the rows of an index that awaits its graph, and puts a file that has both in the place of the one without. Takes minutes for
    /// a million rows; others search the file that is there meanwhile.
    /// </summary>
    /// <param name="index">The index. The result takes its place, and owns what it owns.</param>
    /// <param name="settings">The library's settings.</param>
    /// <param name="space">The space of the rows.</param>
    /// <param name="progress">Told how many rows are linked.</param>
    /// <param name="cancellationToken">Stops; then the file stays as it was, and so does the index.</param>
    public GalleryIndex Link(
        GalleryIndex index, LibrarySettings settings, EmbeddingSpace space, IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
    {
        var choice = ChoiceFor(settings, index.Images.Count, space);
        var vectors = index.Exact.Vectors;
        var codes = index.File is { HasCodes: true } coded ? coded.Codes() : null;
        var graph = new HnswIndex(vectors, choice.Options, codes) { Scale = index.Index.Scale };
        try
        {
            graph.LinkAll(LinkingProgress.Of(progress, vectors.Count), cancellationToken);
            FaultPoint.GraphLinked.Reach();
        }
        catch
        {
            graph.Graph.Dispose();
            throw;
        }

        int[] order = [.. Enumerable.Range(0, vectors.Count)];
        if (index.File is not { } rows
            || TryWrite(
                rows.Stamp, index.Images, new RowKeys(space),
                path => IndexFileWriter.Write(path, rows.Stamp, order, rows.Keys, vectors, codes, graph.Graph)) is not { } file)
            return index.SearchedBy(graph);
        graph.Dispose();
        index.Dispose();
        return GalleryIndex.Over(index.Images, file, choice, space.Scale);
    }

    /// <summary>
    /// Whether every embedding is compared until a graph is linked: by the header of this machine's file, and by what it has to be made
    /// from.
    /// </summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="count">Its number of images.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> AwaitsGraphAsync(LibrarySettings settings, int count, CancellationToken cancellationToken)
    {
        if (HasRowsAlone || count == 0 || !SearchChoice.UsesGraphFor(settings, count))
            return false;
        if (FilePath is not { } path || IndexFile.TryGlance(path) is not (var stamp, true))
            return true;
        using var space = await new SpaceCache(store).ReadWithChoicesAsync(settings.Stamp, settings.Space, cancellationToken);
        return stamp.Source != SourceOf(settings.Stamp, space);
    }

    private static bool HasCodes(IndexFile file, SearchChoice choice) => file.HasCodes || !choice.UsesCodes;

    /// <summary>Identifies what vectors are derived from: the model and the fit of the space.</summary>
    private static Guid SourceOf(EmbedderStamp stamp, FittedSpace fitted)
    {
        // The same line as in files of earlier versions, so that those stay valid.
        var taught = fitted.Source == SpaceSource.LooksAlone ? "" : $"{fitted.Source.Labels};{fitted.Source.Choices}";
        var text = $"{stamp.Model}\n{stamp.Weights}\n{stamp.Head}\n{stamp.Input}\n{stamp.Metric}\n"
            + $"{fitted.Space.Kind}\n{fitted.Space.Version}\n{fitted.Space.FittedOn}\n{taught}";
        if (fitted.Space.Choices is { } choices)
            text += $"\nchoices {choices.Version} {choices.Settings} {choices.Longest}";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(fitted.Space.Mean));
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private IndexFile? TryOpen(Guid source)
    {
        if (FilePath is not { } path || IndexFile.TryOpen(path) is not { } file)
            return null;
        if (file.Stamp.Source == source)
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>
    /// Brings a file up to date with the images; <see langword="null"/> where making it anew is better, or it cannot be written.
    /// </summary>
    private async Task<IndexFile?> TryUpdateAsync(
        IndexFile file, IndexStamp stamp, IReadOnlyList<Image> images, EmbedderStamp embedder, FittedSpace space, SearchChoice choice,
        IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var rowKeys = new RowKeys(space.Space);
        var update = IndexUpdate.Plan(file, images, rowKeys.Of);
        if (store.IsReadOnly || !update.IsWorthIt)
            return null;
        var factors = await ReadFactorsAsync(space, cancellationToken);
        using var vectors = await new VectorReader(store, embedder, space.Space, factors).ReadAsync(update.Missing, cancellationToken);
        if (vectors is null || (await store.ReadStateAsync(cancellationToken)).Token != stamp.State)
            return null;
        return TryWrite(stamp, images, rowKeys, path => update.Write(path, stamp, vectors, choice, progress, cancellationToken));
    }

    /// <summary>The factors of pictures that belong to a space; <see langword="null"/> where it has no half for them.</summary>
    private async Task<ChoiceFactors?> ReadFactorsAsync(FittedSpace space, CancellationToken cancellationToken)
    {
        if (space.Space.Choices is not { } choices)
            return null;
        if (space.Factors is { } factors)
            return factors;
        var kept = await new DerivedCache(store).ReadAsync(FittedChoices.Factors, cancellationToken);
        return kept?.Value.Version == choices.Version
            ? kept.Value
            : throw new KindredException(
                Fault.LibraryChanging, "Another process is fitting the library's choices just now; try again when that is done.");
    }

    /// <summary>
    /// Makes a file of rows anew from the store, without ever having all rows in memory. <see langword="null"/> where the rows get codes,
    /// which are fitted to all of them, where it cannot be written, or where the library changes meanwhile.
    /// </summary>
    private async Task<GalleryIndex?> TryBuildFileAsync(
        LibrarySettings settings, Guid source, FittedSpace space, CancellationToken cancellationToken)
    {
        if (store.IsReadOnly || FilePath is not { } path || ChoiceFor(settings, count: 0, space.Space).UsesCodes)
            return null;
        var state = await store.ReadStateAsync(cancellationToken);
        var stamp = new IndexStamp(state.Token, source);
        var factors = await ReadFactorsAsync(space, cancellationToken);
        var images = await store.ReadImagesAsync(cancellationToken);
        var rowKeys = new RowKeys(space.Space);
        try
        {
            FaultPoint.IndexToBeWritten.Reach();
            using var writer = RowFileWriter.Begin(
                path, stamp, space.Space.Dimensions, settings.Stamp.Metric, images.Count, position => rowKeys.Of(images[position]));
            var read = 0;
            var reader = new VectorReader(store, settings.Stamp, space.Space, factors);
            await foreach (var (some, rows) in reader.ReadChunksAsync(cancellationToken))
            {
                using var vectors = new VectorTable(space.Space.Dimensions, settings.Stamp.Metric, rows.Rows);
                for (var row = 0; row < rows.Rows; row++, read++)
                {
                    if (read == images.Count || some[row] != images[read])
                        return null;
                    vectors.Add(rows[row]);
                }

                writer.Add(vectors);
            }

            if (read != images.Count || (await store.ReadStateAsync(cancellationToken)).Token != state.Token)
                return null;
            writer.Finish();
            FaultPoint.IndexWritten.Reach();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return TryOpenWritten(path, stamp, images, rowKeys) is { } file
            ? GalleryIndex.Over(images, file, ChoiceFor(settings, images.Count, space.Space), space.Space.Scale)
            : null;
    }

    /// <summary>Makes rows and codes anew from the store, in memory, and writes them to the file where that can be done.</summary>
    private async Task<GalleryIndex> BuildAsync(
        LibrarySettings settings, Guid source, FittedSpace space, CancellationToken cancellationToken)
    {
        var state = await store.ReadStateAsync(cancellationToken);
        var factors = await ReadFactorsAsync(space, cancellationToken);
        var (images, vectors) = await new VectorReader(store, settings.Stamp, space.Space, factors).ReadAllAsync(cancellationToken);
        try
        {
            var choice = ChoiceFor(settings, images.Count, space.Space);

            // Changes made meanwhile may be missing: the index then serves this gallery, and its stamp keeps later ones from using it.
            var isCurrent = (await store.ReadStateAsync(cancellationToken)).Token == state.Token;
            var stamp = new IndexStamp(isCurrent ? state.Token : Guid.Empty, source);
            int[] order = [.. Enumerable.Range(0, images.Count)];
            var rowKeys = new RowKeys(space.Space);
            RowKey[] keys = [.. images.Select(rowKeys.Of)];
            void Write(string path) => IndexUpdate.WriteAll(path, stamp, order, keys, vectors, graph: null, choice);
            if (!store.IsReadOnly && TryWrite(stamp, images, rowKeys, Write) is { } file)
            {
                vectors.Dispose();
                return GalleryIndex.Over(images, file, choice, space.Space.Scale);
            }

            return GalleryIndex.Over(images, vectors, graph: null, choice, space.Space.Scale);
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the file and opens it; <see langword="null"/> where it cannot be written, or where another process has replaced it
    /// meanwhile.
    /// </summary>
    private IndexFile? TryWrite(IndexStamp stamp, IReadOnlyList<Image> images, RowKeys rowKeys, Action<string> write)
    {
        if (FilePath is not { } path)
            return null;
        try
        {
            FaultPoint.IndexToBeWritten.Reach();
            write(path);
            FaultPoint.IndexWritten.Reach();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder may not be written to: the library is unharmed, and the gallery is searched from memory.
            return null;
        }

        return TryOpenWritten(path, stamp, images, rowKeys);
    }

    private IndexFile? TryOpenWritten(string path, IndexStamp stamp, IReadOnlyList<Image> images, RowKeys rowKeys)
    {
        reached?.Invoke(IndexCachePoint.Written);
        if (IndexFile.TryOpen(path) is not { } file)
            return null;
        if (file.Stamp == stamp && rowKeys.AreIn(file, images))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>Takes an object out of a variable whose object is disposed of otherwise.</summary>
    private static T Taken<T>(ref T? owned)
        where T : class
    {
        var taken = owned ?? throw new InvalidOperationException("It was handed over already.");
        owned = null;
        return taken;
    }
}
