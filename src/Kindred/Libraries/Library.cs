using Kindred.Copies;
using Kindred.Evaluation;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Maps;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>
/// A library of pictures: index folders into it, then open its gallery to search and recommend. Owns its store and its embedder.
/// </summary>
public sealed class Library : IAsyncDisposable
{
    private readonly ILibraryStore _store;
    private readonly SpaceFitting _spaces;
    private readonly CopyFinding _copies;
    private readonly EvaluationRecording _evaluations;
    private readonly LibraryModel _model;
    private readonly IndexKeeping _indexes;

    /// <summary>Puts a library together.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="createEmbedder">Makes the embedder when a picture has to be embedded for the first time; searching by name needs none.</param>
    /// <param name="time">The clock that interactions and evaluations are dated by; default: the system's.</param>
    public Library(ILibraryStore store, Func<IImageEmbedder> createEmbedder, TimeProvider? time = null)
    {
        _store = store;
        Interactions = new InteractionLog(store, time ?? TimeProvider.System);
        _evaluations = new EvaluationRecording(store, time ?? TimeProvider.System);
        _spaces = new SpaceFitting(store);
        _copies = new CopyFinding(store);
        _indexes = new IndexKeeping(store);
        _model = new LibraryModel(store.Location, createEmbedder);
    }

    /// <summary>Where it is, as a person would name it.</summary>
    public string Location => _store.Location;

    /// <summary>What users like, dislike and have seen.</summary>
    public InteractionLog Interactions { get; }

    /// <summary>Brings the library up to date with a folder. Bad pictures are reported, not thrown.</summary>
    /// <param name="folder">A gallery folder, or one inside a folder that was indexed before: then only that part is looked at.</param>
    /// <param name="options">How; the default takes what is new or changed.</param>
    /// <param name="progress">Told after every picture, from any thread.</param>
    /// <param name="cancellationToken">Stops cleanly: what was done is kept and reported as interrupted.</param>
    /// <exception cref="KindredException">
    /// The folder is not there, the library was made with another model, or another process is indexing it.
    /// </exception>
    public Task<IndexReport> IndexAsync(
        string folder, IndexOptions? options = null, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new LibraryIndexing(_store, _spaces, _copies, _indexes, _model).RunAsync(folder, options ?? new IndexOptions(), progress, cancellationToken);
    }

    /// <summary>Reads the images into memory. Dispose the gallery when done with it.</summary>
    /// <exception cref="KindredException">The library has no pictures.</exception>
    public async Task<Gallery> OpenGalleryAsync(CancellationToken cancellationToken = default) =>
        await FindGalleryAsync(cancellationToken)
        ?? throw new KindredException($"The library {_store.Location} has no pictures yet; put some in with: kindred index FOLDER");

    /// <summary>Reads the images into memory, if there are any. Dispose the gallery when done with it.</summary>
    /// <returns>The gallery, or <see langword="null"/> where the library has no pictures.</returns>
    public async Task<Gallery?> FindGalleryAsync(CancellationToken cancellationToken = default)
    {
        var gallery = await new GalleryOpening(_store, _spaces, _copies, _indexes).OpenAsync(progress: null, cancellationToken);
        if (gallery is { Images.Count: > 0 })
            return gallery;

        gallery?.Dispose();
        return null;
    }

    /// <summary>
    /// A number that goes up whenever what a gallery shows has changed, also by another process. Cheap to ask: a gallery with another
    /// <see cref="Gallery.Revision"/> is stale.
    /// </summary>
    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default) => _store.ReadRevisionAsync(cancellationToken);

    /// <summary>
    /// Whether users have chosen so much since a gallery was opened that opening it anew would fit its space anew. Cheap to ask, after a like for
    /// instance. Changes of the images show in the revision instead.
    /// </summary>
    /// <param name="gallery">The gallery of this library.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> IsFitDueAsync(Gallery gallery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        return await _store.ReadSettingsAsync(cancellationToken) is { } settings && await _spaces.IsDueAsync(settings, gallery, cancellationToken);
    }

    /// <summary>Reads what the images are called; cheaper than opening the gallery. A library without pictures has no names.</summary>
    public async Task<ImageNames> ReadNamesAsync(CancellationToken cancellationToken = default) =>
        new(await _store.ReadImagesAsync(cancellationToken));

    /// <summary>Loads the model now instead of when the first picture has to be embedded.</summary>
    /// <exception cref="KindredException">It is not here, or cannot be loaded.</exception>
    public void LoadModel() => _ = _model.Embedder;

    /// <summary>Absolute paths of the gallery folders, in ordinal order.</summary>
    public Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default) => _store.ReadFoldersAsync(cancellationToken);

    /// <summary>Files that are no images, with reasons, by path.</summary>
    public Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default) => _store.ReadFailuresAsync(cancellationToken);

    /// <summary>Makes a query of a name: an image of the gallery, or any picture file.</summary>
    /// <param name="gallery">The gallery to search.</param>
    /// <param name="name">A path in the gallery, the path of any file, or the file name of one image of the gallery; tried in this order.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such image or file, or the file is no picture.</exception>
    public async Task<ImageQuery> QueryAsync(Gallery gallery, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        if (gallery.Names.FindByPath(name) is { } image)
            return gallery.Query(image);
        if (Directory.Exists(name))
            throw new KindredException($"{name} is a folder; name a picture.");
        if (!File.Exists(name))
        {
            return gallery.Names.FindByFileName(name) is { } named
                ? gallery.Query(named)
                : throw new KindredException($"There is no picture {name}, neither in the library nor as a file.");
        }

        _model.EnsureMade(gallery.Stamp);
        return await new OutsidePicture(_model.Embedder, _copies).QueryAsync(gallery, name, cancellationToken);
    }

    /// <summary>
    /// Finds the images most similar to a picture. As from an open gallery, but reads no more than it needs, so that asking one thing of a large library takes no
    /// longer than asking it of a small one; for many questions open the gallery.
    /// </summary>
    /// <param name="name">A path in the gallery, the path of any file, or the file name of one image of the gallery; tried in this order.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">The library has no pictures, or there is no such image or file, or the file is no picture.</exception>
    public async Task<SimilarImages> SimilarAsync(string name, int k, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (await new SimilarSearch(_store, _indexes, _model, _copies).TryRunAsync(name, k, cancellationToken) is { } similar)
            return similar;
        using var gallery = await OpenGalleryAsync(cancellationToken);
        var query = await QueryAsync(gallery, name, cancellationToken);
        return new SimilarImages(query, gallery.Similar(query, k));
    }

    /// <summary>Makes a query of a picture in memory, such as an upload, and finds its copies in the gallery: <see cref="Gallery.CopiesOf"/>.</summary>
    /// <param name="gallery">The gallery to search.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="picture">Its file; disposed, whatever happens.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="UnreadableImageException">It is no picture.</exception>
    /// <exception cref="KindredException">The library was made with another model.</exception>
    public async Task<ImageQuery> QueryAsync(
        Gallery gallery, string name, EncodedImage picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using (picture)
        {
            ArgumentNullException.ThrowIfNull(gallery);
            _model.EnsureMade(gallery.Stamp);
            return await new OutsidePicture(_model.Embedder, _copies).QueryAsync(gallery, name, picture, cancellationToken);
        }
    }

    /// <summary>
    /// What a user likes, dislikes and has seen, ready to recommend from. A like whose picture has left the gallery counts as long as its embedding is there.
    /// </summary>
    /// <param name="gallery">The gallery of this library.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such user.</exception>
    public async Task<Profile> ReadProfileAsync(Gallery gallery, string user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        return await ReadProfileAsync(gallery, await Interactions.ReadAsync(user, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>What interactions say, ready to recommend from.</summary>
    /// <param name="gallery">The gallery of this library.</param>
    /// <param name="interactions">One user's interactions, by time.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public Task<Profile> ReadProfileAsync(Gallery gallery, IReadOnlyList<Interaction> interactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(interactions);
        return new ProfileReader(_store, gallery).ReadAsync(interactions, cancellationToken);
    }

    /// <summary>
    /// Finds out where in the recommended pictures their scores come from. Reads and embeds every one of them again.
    /// </summary>
    /// <param name="gallery">The gallery the list is from.</param>
    /// <param name="list">The recommendations.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// One map for each, in the order of the list; <see langword="null"/> where the file is gone or has changed, where nothing is liked yet, and
    /// where the model's numbers have no place in the picture or are not compared by the cosine.
    /// </returns>
    /// <exception cref="KindredException">The library's model is not here.</exception>
    public Task<IReadOnlyList<ScoreMap?>> ExplainAsync(Gallery gallery, RecommendationList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(list);
        _model.EnsureMade(gallery.Stamp);
        return new Explaining(_model.Embedder).RunAsync(gallery, list, cancellationToken);
    }

    /// <summary>
    /// Lays the gallery out in the plane. A map is computed once, on the calling thread, and kept until the gallery's images, copies or space change;
    /// a library that cannot be written to computes it every time.
    /// </summary>
    /// <param name="gallery">The gallery of this library.</param>
    /// <param name="progress">Told how much is done, from 0 to 1, on the calling thread; not at all where a map is kept.</param>
    /// <param name="cancellationToken">Stops early; then nothing is kept.</param>
    /// <returns>One position for each image, in the order of <see cref="Gallery.Images"/>.</returns>
    public Task<GalleryMap> ReadMapAsync(Gallery gallery, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        return new Mapping(_store).CurrentAsync(gallery, progress, cancellationToken);
    }

    /// <summary>Judges how good the library's recommendations are.</summary>
    /// <param name="gallery">The gallery of this library.</param>
    /// <param name="seed">Seed of everything drawn by chance.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<GalleryEvaluation> EvaluateAsync(Gallery gallery, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        var settings = await _store.ReadSettingsAsync(cancellationToken)
            ?? throw new KindredException($"The library {_store.Location} has no pictures yet; put some in with: kindred index FOLDER");
        return new GalleryEvaluation(
            _store, settings, gallery,
            () =>
            {
                _model.EnsureMade(gallery.Stamp);
                return _model.Embedder;
            },
            seed);
    }

    /// <summary>
    /// Keeps the figures of an evaluation for <see cref="ReadStatusAsync"/>. They take the place of those of the tasks that were judged; others are kept if
    /// they are about the same state of the gallery. A library that cannot be written to keeps nothing.
    /// </summary>
    /// <param name="gallery">The gallery that was judged.</param>
    /// <param name="report">What <see cref="EvaluateAsync"/> led to.</param>
    /// <param name="seed">The seed of <see cref="EvaluateAsync"/>.</param>
    /// <param name="cancellationToken">Stops early; then nothing has changed.</param>
    /// <returns>What is kept now.</returns>
    public Task<LastEvaluation> RecordEvaluationAsync(
        Gallery gallery, EvaluationReport report, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(report);
        return _evaluations.RecordAsync(gallery, report, seed, cancellationToken);
    }

    /// <summary>Reads what there is to say about the library.</summary>
    public Task<LibraryStatus> ReadStatusAsync(CancellationToken cancellationToken = default) => new StatusReader(_store).ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _model.Dispose();
        await _store.DisposeAsync();
    }
}
