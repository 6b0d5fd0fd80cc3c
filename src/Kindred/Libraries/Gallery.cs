using Kindred.Copies;
using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>
/// A library's images in memory, ready to be searched: a snapshot that later indexing does not change. Safe to use from several threads.
/// </summary>
public sealed class Gallery : IDisposable
{
    private readonly GalleryIndex _index;
    private readonly Dictionary<ImageId, int> _positions;
    private readonly Lazy<Recommender> _recommender;
    private readonly Lazy<IReadOnlyList<DuplicateGroup>> _duplicates;
    private NeighborScores? _neighborScores;

    internal Gallery(GalleryIndex index, EmbedderStamp stamp, EmbeddingSpace space, CopyGroups copies)
    {
        Names = new ImageNames(index.Images);
        Stamp = stamp;
        Space = space;
        _index = index;
        _positions = new Dictionary<ImageId, int>(Images.Count);
        for (var position = 0; position < Images.Count; position++)
            _positions.Add(Images[position].Id, position);
        Copies = copies;
        _duplicates = new Lazy<IReadOnlyList<DuplicateGroup>>(() => Kindred.Copies.Duplicates.List(Images, copies));
        _recommender = new Lazy<Recommender>(() => new Recommender(Images, Index, CopyGroups, NeighborScores));
    }

    /// <summary>All images, by path.</summary>
    public IReadOnlyList<Image> Images => _index.Images;

    /// <summary>What the embeddings are made with.</summary>
    public EmbedderStamp Stamp { get; }

    /// <summary>The space they are compared in.</summary>
    public EmbeddingSpace Space { get; }

    /// <summary>What lists are made with: exact in small galleries, a graph in large ones. Ids are positions in <see cref="Images"/>.</summary>
    public NeighborIndex Index => _index.Index;

    /// <summary>Exact search over the same embeddings, for judging.</summary>
    public FlatIndex Exact => _index.Exact;

    /// <summary>What the images are called.</summary>
    public ImageNames Names { get; }

    /// <summary>A number for each image, in the order of <see cref="Images"/>, that its identical and near-copies share.</summary>
    public IReadOnlyList<int> CopyGroups => Copies.ByPosition;

    /// <summary>
    /// The library's revision that this gallery shows: the library has changed since when <see cref="Library.ReadRevisionAsync"/> gives another number.
    /// </summary>
    public long Revision { get; internal set; }

    /// <summary>How near images of this gallery are to each other.</summary>
    public NeighborScores NeighborScores
    {
        get => _neighborScores ??= NeighborScores.Measure(Index, CopyGroups);
        internal set => _neighborScores = value;
    }

    /// <summary>What taught the space: see <see cref="FittedSpace.FittedTo"/>.</summary>
    internal string FittedTo { get; set; } = "";

    /// <summary>Which images show the same photograph.</summary>
    internal CopyGroups Copies { get; }

    /// <summary>Finds an image by its name: the path inside its folder, the absolute path, or the file name where only one has it.</summary>
    /// <returns>The image, or <see langword="null"/> where no image is called that.</returns>
    /// <exception cref="KindredException">Several images are.</exception>
    public Image? Find(string name) => Names.Find(name);

    /// <summary>Finds an image by its number in the library.</summary>
    /// <returns>The image, or <see langword="null"/> where none has it.</returns>
    public Image? Find(ImageId id) => _positions.TryGetValue(id, out var position) ? Images[position] : null;

    /// <summary>A query with one of the gallery's images.</summary>
    public ImageQuery Query(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageQuery(image.Path, image.Content, image, Index[_positions[image.Id]].ToArray());
    }

    /// <summary>A query with a picture from outside.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="content">SHA-256 of its file.</param>
    /// <param name="embedding">Its raw embedding, from the embedder of <see cref="Stamp"/>.</param>
    public ImageQuery Query(string name, ContentHash content, ReadOnlySpan<float> embedding) =>
        ImageQuery.FromOutside(name, content, embedding, Space, Stamp.Metric);

    /// <summary>Finds the images most similar to a picture, itself left out.</summary>
    /// <param name="query">The picture.</param>
    /// <param name="k">How many, at least 1; fewer come back from a smaller gallery.</param>
    /// <param name="labels">Only images with one of these labels; all where <see langword="null"/> or empty.</param>
    /// <returns>Nearest first, ties by path.</returns>
    public IReadOnlyList<ScoredImage> Similar(ImageQuery query, int k, IReadOnlyCollection<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        var itself = query.Image is { } image ? _positions[image.Id] : -1;
        if (labels is not { Count: > 0 })
            return Score(Index.Search(query.Embedding, k, id => id != itself));
        var wanted = labels.ToHashSet(StringComparer.Ordinal);
        return Score(Index.Search(query.Embedding, k, id => id != itself && Images[id].Label is { } label && wanted.Contains(label)));
    }

    /// <summary>The images that show the same photograph as a picture: the same file or a changed one. Itself left out.</summary>
    /// <param name="query">
    /// One of the gallery's images, or a picture that <see cref="Library.QueryAsync(Gallery, string, EncodedImage, CancellationToken)"/>
    /// has looked at for this gallery.
    /// </param>
    /// <returns>In the order of <see cref="Images"/>.</returns>
    public IReadOnlyList<Image> CopiesOf(ImageQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var groups = query.CopyGroups.ToHashSet();
        if (Copies.Of(query.Content) is { } own)
            groups.Add(own);
        return [.. Images.Where((image, position) => image.Id != query.Image?.Id && groups.Contains(CopyGroups[position]))];
    }

    /// <summary>Recommends images from what somebody chose. None of that, nor a near-copy of it, is among them.</summary>
    /// <param name="profile">What was chosen. Without likes the list shows what the gallery has.</param>
    /// <param name="options">What kind of list; ten places and the default strategy where <see langword="null"/>.</param>
    /// <returns>The list with its reasons. The same profile gives the same list.</returns>
    public RecommendationList Recommend(Profile profile, RecommendationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ImageQuery[] chosen = [.. profile.Likes.Select(like => like.Image), .. profile.Dislikes];
        var contents = chosen.Select(query => query.Content).Concat(profile.Seen);
        var excluded = contents.Select(Copies.Of).OfType<int>().Concat(chosen.SelectMany(query => query.CopyGroups)).ToHashSet();
        return _recommender.Value.Recommend(profile, excluded, options ?? new RecommendationOptions());
    }

    /// <summary>Images that show the same photograph: the same file, or changed.</summary>
    /// <returns>Groups of at least two, in the order of the names of those to keep.</returns>
    public IReadOnlyList<DuplicateGroup> Duplicates() => _duplicates.Value;

    /// <summary>The most similar images of every image, itself left out.</summary>
    /// <param name="k">How many for each, at least 1.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>In the order of <see cref="Images"/>; ids are positions in it; nearest first, ties by path.</returns>
    public Neighbor[][] Neighbors(int k, CancellationToken cancellationToken = default) =>
        Index.SearchAll(k, include: null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        Space.Dispose();
    }

    /// <summary>The first image with a content; <see langword="null"/> where there is none.</summary>
    internal Image? FindByContent(ContentHash content) => Names.FindByContent(content);

    /// <summary>Where an image stands in <see cref="Images"/>.</summary>
    internal int PositionOf(Image image) => _positions[image.Id];

    private ScoredImage[] Score(Neighbor[] neighbors) =>
        [.. neighbors.Select(neighbor => new ScoredImage(Images[neighbor.Id], neighbor.Distance, neighbor.Score(Stamp.Metric)))];
}
