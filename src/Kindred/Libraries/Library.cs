using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Galleries.Similar;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Libraries;

/// <summary>
/// A library of pictures: index folders into it, then open its gallery to search and recommend. Owns its store and its embedder.
/// </summary>
public sealed class Library : IAsyncDisposable
{
    private readonly ILibraryStore _store;
    private readonly GallerySource _source;
    private readonly IndexCache _indexes;
    private readonly StatusReader _status;

    /// <summary>Puts a library together.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="createEmbedder">
    /// Makes the embedder when a picture has to be embedded for the first time; searching by name needs none.
    /// </param>
    /// <param name="time">The clock that interactions and evaluations are dated by; default: the system's.</param>
    /// <param name="words">What embeds words beside it, if anything does; the library disposes it.</param>
    /// <param name="pictures">Where pictures may be; default: in folders of this machine. The library disposes it.</param>
    internal Library(
        ILibraryStore store, Func<IImageEmbedder> createEmbedder, TimeProvider? time = null, IWordsEmbedder? words = null,
        PictureSources? pictures = null)
    {
        _store = store;
        time ??= TimeProvider.System;
        _source = new GallerySource(
            store, new LibraryModel(store.Location, createEmbedder, words), new InteractionLog(store, time), time,
            pictures ?? new PictureSources());
        _indexes = new IndexCache(store);
        _status = new StatusReader(store, _indexes);
        Attributes = new AttributeCatalog(store, store.ReadImagesAsync);
    }

    /// <summary>Where it is, as a person would name it.</summary>
    public string Location => _store.Location;

    /// <summary>Whether this machine's index file has rows alone: see <see cref="IndexCache.HasRowsAlone"/>.</summary>
    internal bool IndexesRowsAlone
    {
        get => _indexes.HasRowsAlone;
        set => _indexes.HasRowsAlone = value;
    }

    /// <summary>What it is kept in.</summary>
    internal ILibraryStore Store => _store;

    /// <summary>The folder that it is in; <see langword="null"/> for one in a database.</summary>
    internal string? Directory => _store.Directory;

    /// <summary>A folder on this machine for files that can be made again; see <see cref="ILibraryStore.CacheDirectory"/>.</summary>
    internal string? CacheDirectory => _store.CacheDirectory;

    /// <summary>Damage of the library's file that was met since it was opened.</summary>
    internal StoreDamage Damage => _store.Damage;

    /// <summary>Where its pictures are.</summary>
    internal PictureSources Pictures => _source.Pictures;

    /// <summary>Makes sure that the library is made with the model that it was opened with, which is loaded for that.</summary>
    /// <exception cref="ModelMismatchException">It is made with another one.</exception>
    internal async Task EnsureMadeAsync(CancellationToken cancellationToken)
    {
        if ((await _store.ReadSettingsAsync(cancellationToken))?.Stamp is { } stamp)
            _source.Model.EnsureMade(stamp);
    }

    /// <summary>
    /// Calls an image by another path in its folder, where its file is going to be. What is known of it stays; the next index run looks at
    /// the file.
    /// </summary>
    internal Task RenameAsync(Image image, string path, CancellationToken cancellationToken)
    {
        var changes = new LibraryChanges();
        changes.Renamed.Add((image.Id, new IndexedFile(image.Folder, path, image.Content, image.Bytes, image.Modified)));
        return _store.ApplyAsync(changes, cancellationToken);
    }

    /// <summary>What users like, dislike and have seen.</summary>
    public InteractionLog Interactions => _source.Interactions;

    /// <summary>What a shop says of its pictures.</summary>
    public AttributeCatalog Attributes { get; }

    /// <summary>Brings the library up to date with a folder. Bad pictures are reported, not thrown.</summary>
    /// <param name="folder">
    /// A gallery folder, or one inside a folder that was indexed before: then only that part is looked at. Or the address of one elsewhere.
    /// </param>
    /// <param name="options">How; the default takes what is new or changed.</param>
    /// <param name="progress">Told after every picture, from any thread.</param>
    /// <param name="cancellationToken">Stops cleanly: what was done is kept and reported as interrupted.</param>
    /// <exception cref="KindredException">
    /// The folder is not there, or what keeps it does not answer; the library was made with another model; or another process is
    /// indexing it.
    /// </exception>
    public Task<IndexReport> IndexAsync(
        string folder, IndexOptions? options = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new LibraryIndexer(_source, _indexes).RunAsync(folder, options ?? new IndexOptions(), progress, cancellationToken);
    }

    /// <summary>
    /// Opens the gallery as the library was prepared, by <see cref="IndexAsync"/> or <see cref="PrepareAsync"/>. Reads only. Dispose the
    /// gallery when done with it.
    /// </summary>
    /// <exception cref="KindredException">The library has no pictures, or something has changed since it was prepared.</exception>
    public async Task<Gallery> OpenGalleryAsync(CancellationToken cancellationToken = default)
    {
        if (await TryOpenGalleryAsync(cancellationToken) is { } gallery)
            return gallery;
        throw (await _store.ReadImagesAsync(after: null, 1, cancellationToken)).Count == 0
            ? new KindredException(Fault.LibraryEmpty, $"The library {_store.Location} has no pictures yet.")
            : new KindredException(Fault.LibraryNotPrepared, $"The library {_store.Location} has changed since it was prepared.");
    }

    /// <summary>Opens the gallery as <see cref="OpenGalleryAsync"/> does, where that can be done.</summary>
    /// <returns>The gallery; <see langword="null"/> where the library has no pictures, or where it has to be prepared first.</returns>
    public async Task<Gallery?> TryOpenGalleryAsync(CancellationToken cancellationToken = default) =>
        Filled(await new GalleryOpener(_source, _indexes).TryOpenAsync(cancellationToken));

    /// <summary>
    /// Opens the gallery that another process prepares: makes this machine's index file where there is none, and nothing else.
    /// </summary>
    /// <returns>The gallery; <see langword="null"/> where the library has no pictures, or has not been prepared to the end yet.</returns>
    internal async Task<Gallery?> TryOpenPreparedAsync(CancellationToken cancellationToken) =>
        Filled(await new GalleryOpener(_source, _indexes).TryOpenPreparedAsync(cancellationToken));

    /// <summary>The state that the library was prepared in to the end last; <see langword="null"/> where it never was.</summary>
    internal Task<GalleryState?> ReadPreparedAsync(CancellationToken cancellationToken) =>
        new GalleryOpener(_source, _indexes).ReadPreparedAsync(cancellationToken);

    /// <summary>
    /// Prepares the library for searching and opens its gallery: fits the space where that is due, compares new pictures with the
    /// others, brings the neighbor index up to date, and measures what scores mean. Quick where nothing has changed. A library that
    /// cannot be written to is prepared in memory. Dispose the gallery when done with it.
    /// </summary>
    /// <remarks>
    /// A large library's graph is linked last, which takes minutes for a million pictures. Whoever opens the gallery meanwhile gets exact
    /// answers.
    /// </remarks>
    /// <param name="progress">Told of every step, from any thread.</param>
    /// <param name="cancellationToken">Stops; the steps that were done are kept.</param>
    /// <returns>The gallery, or <see langword="null"/> where the library has no pictures.</returns>
    public async Task<Gallery?> PrepareAsync(IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        await RunPreparationAsync(links: true, progress, cancellationToken);

    /// <summary>
    /// Prepares the library as <see cref="PrepareAsync"/> does, but leaves a missing graph to whoever prepares it next: until then every
    /// image is compared.
    /// </summary>
    /// <param name="progress">Told of every step, from any thread.</param>
    /// <param name="cancellationToken">Stops; the steps that were done are kept.</param>
    internal Task<Gallery?> PrepareWithoutGraphAsync(IProgress<StepProgress>? progress, CancellationToken cancellationToken) =>
        RunPreparationAsync(links: false, progress, cancellationToken);

    /// <summary>
    /// Prepares the library where what users have chosen makes that due, as after recording likes. A large library's graph is left to
    /// <see cref="PrepareAsync"/>.
    /// </summary>
    /// <param name="progress">Told of every step, from any thread.</param>
    /// <param name="cancellationToken">Stops; the steps that were done are kept.</param>
    /// <returns>Whether it was due.</returns>
    public async Task<bool> PrepareForChoicesAsync(IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_store.IsReadOnly
            || (!await _source.Spaces.IsDueAsync(await _store.ReadImagesAsync(cancellationToken), cancellationToken)
                && !await AreChoicesDueAsync(cancellationToken)))
            return false;
        (await PrepareWithoutGraphAsync(progress, cancellationToken))?.Dispose();
        return true;
    }

    /// <summary>
    /// A number that goes up whenever what a gallery shows has changed, also by another process. Cheap to ask: a gallery with another
    /// <see cref="Gallery.Revision"/> is stale.
    /// </summary>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default) => _store.ReadRevisionAsync(cancellationToken);

    /// <summary>Reads what the images are called; cheaper than opening the gallery. A library without pictures has no names.</summary>
    internal async Task<ImageNames> ReadNamesAsync(CancellationToken cancellationToken = default)
    {
        var images = await _store.ReadImagesAsync(cancellationToken);
        var byOwnId = await Attributes.ReadOwnIdsAsync(cancellationToken);
        var byId = new Lazy<Dictionary<ImageId, Image>>(() => images.ToDictionary(image => image.Id));
        return new ImageNames(
            images,
            ownId => byOwnId(ownId).Select(id => byId.Value.GetValueOrDefault(id)).OfType<Image>()
                .OrderBy(image => image.Path, StringComparer.Ordinal).FirstOrDefault());
    }

    /// <summary>Whether a file beside a folder was taken just as it is.</summary>
    internal async Task<bool> HasTakenAsync(string file, string mark, CancellationToken cancellationToken) =>
        (await _store.ReadDerivedAsync(TakenName(file), cancellationToken))?.Source == mark;

    /// <summary>Notes that a file beside a folder was taken.</summary>
    internal Task NoteTakenAsync(string file, string mark, CancellationToken cancellationToken) =>
        _store.WriteDerivedAsync(
            TakenName(file), new DerivedRecord(mark, ReadOnlyMemory<byte>.Empty), isShown: false, cancellationToken);

    /// <summary>Loads the model now instead of when the first picture has to be embedded.</summary>
    /// <exception cref="KindredException">It is not here, or cannot be loaded.</exception>
    public void LoadModel() => _ = _source.Model.Embedder;

    /// <summary>Absolute paths of the gallery folders, and addresses of those elsewhere, in ordinal order.</summary>
    public Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default) =>
        _store.ReadFoldersAsync(cancellationToken);

    /// <summary>Files that are no images, with reasons, by path.</summary>
    public Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default) =>
        _store.ReadFailuresAsync(cancellationToken);

    /// <summary>
    /// Finds the images most similar to a picture. As from an open gallery, but reads no more than it needs, so that asking one thing of
    /// a large library takes no longer than asking it of a small one; for many questions open the gallery.
    /// </summary>
    /// <param name="name">
    /// A path in the gallery, the path of any file, or the file name of one image of the gallery; tried in this order.
    /// </param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="variants">How many places images of one thing take; as <see cref="Gallery.Similar"/> has it.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// The query and what was found; <see langword="null"/> where the library has no pictures, or has to be prepared first.
    /// </returns>
    /// <exception cref="KindredException">There is no such image or file, or the file is no picture.</exception>
    public Task<SimilarImages?> TrySimilarAsync(
        string name, int k, VariantPlaces variants = VariantPlaces.Grouped, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new SimilarSearcher(_source, _indexes).TryRunAsync(name, k, variants, cancellationToken);
    }

    /// <summary>Reads what there is to say about the library.</summary>
    public Task<LibraryStatus> ReadStatusAsync(CancellationToken cancellationToken = default) =>
        ReadStatusAsync(open: null, cancellationToken);

    /// <summary>
    /// The same without reading images that an open gallery has: a million take many seconds, and hundreds of megabytes.
    /// </summary>
    internal Task<LibraryStatus> ReadStatusAsync(Gallery? open, CancellationToken cancellationToken) =>
        _status.ReadAsync(open, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _source.Model.Dispose();
        _source.Pictures.Dispose();
        await _store.DisposeAsync();
    }

    private async Task<Gallery?> RunPreparationAsync(
        bool links, IProgress<StepProgress>? progress, CancellationToken cancellationToken) =>
        Filled(await new LibraryPreparation(_source, _indexes).RunAsync(refit: false, links, progress, cancellationToken));

    private async Task<bool> AreChoicesDueAsync(CancellationToken cancellationToken)
    {
        if (await _store.ReadSettingsAsync(cancellationToken) is not { } settings)
            return false;
        using var space = await new SpaceCache(_store).ReadWithChoicesAsync(settings.Stamp, settings.Space, cancellationToken);
        return await _source.Choices.IsDueAsync(settings.Stamp.Metric, space.Name, cancellationToken);
    }

    private static string TakenName(string file) => $"taken {file}";

    private static Gallery? Filled(Gallery? gallery)
    {
        if (gallery is not { Images.Count: 0 })
            return gallery;
        gallery.Dispose();
        return null;
    }
}
