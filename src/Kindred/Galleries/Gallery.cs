using Kindred.Attributes;
using Kindred.Choices;
using Kindred.Colors;
using Kindred.Embeddings;
using Kindred.Galleries.Similar;
using Kindred.Images;
using Kindred.Images.Tables;
using Kindred.Interactions;
using Kindred.Layouts;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Galleries;

/// <summary>
/// A library's images in memory, ready to be searched: a snapshot that later indexing does not change. Safe to use from several threads.
/// </summary>
public sealed class Gallery : IDisposable
{
    private readonly GallerySource? _source;
    private GalleryIndex _index;
    private readonly PositionTable<ImageId> _positions;
    private readonly Lazy<Recommender> _recommender;
    private readonly Lazy<IReadOnlyList<NearDuplicateGroup>> _duplicates;
    private readonly Lazy<VariantGraph> _variantGraph;
    private readonly Lazy<IReadOnlyList<VariantGroup>> _variants;
    private readonly GalleryAttributes _attributes;
    private readonly WordsSearch _words;
    private Confidence? _confidence;

    /// <summary>Makes a gallery, which owns the index and the space from then on.</summary>
    /// <param name="index">The images and the indexes that search them.</param>
    /// <param name="stamp">What the embeddings are made with.</param>
    /// <param name="space">The space in which images are compared.</param>
    /// <param name="nearDuplicates">Which images show the same photograph.</param>
    /// <param name="source">The library; none for a gallery that is only evaluated.</param>
    internal Gallery(
        GalleryIndex index, EmbedderStamp stamp, EmbeddingSpace space, NearDuplicateGroups nearDuplicates, GallerySource? source = null)
    {
        _source = source;
        Names = new ImageNames(index.Images, ownId => FindByOwnId(ownId) is [var first, ..] ? first : null);
        Stamp = stamp;
        Space = space;
        _index = index;
        var images = Images;
        _positions = new PositionTable<ImageId>(
            images.Count, images is ImageTable table ? table.IdAt : position => images[position].Id);
        NearDuplicates = nearDuplicates;
        _attributes = new GalleryAttributes(Images, _positions);
        _duplicates = new Lazy<IReadOnlyList<NearDuplicateGroup>>(() => NearDuplicateListing.List(Images, nearDuplicates));
        _variantGraph = new Lazy<VariantGraph>(() => new VariantGraph(Images, nearDuplicates, () => _attributes.Table));
        _variants = new Lazy<IReadOnlyList<VariantGroup>>(
            () => VariantListing.List(Images, nearDuplicates.AllPairs, _variantGraph.Value, _duplicates.Value));
        _words = new WordsSearch(this, _variantGraph);
        _recommender = new Lazy<Recommender>(() => new Recommender(
            Images, Index, EmbeddingOf, _variantGraph.Value, () => Confidence,
            (position, color) => KnownColors.Has(position, color), Space.Choices, Factors, People,
            options => Filter(options.Labels, options.Where)));
    }

    /// <summary>All images, by path.</summary>
    public IReadOnlyList<Image> Images => _index.Images;

    /// <summary>What the embeddings are made with.</summary>
    internal EmbedderStamp Stamp { get; }

    /// <summary>The space in which images are compared.</summary>
    internal EmbeddingSpace Space { get; }

    /// <summary>
    /// The index that lists are made with: exact in small galleries, a graph in large ones. Ids are positions in <see cref="Images"/>.
    /// </summary>
    internal NeighborIndex Index => _index.Index;

    /// <summary>Exact search over the same embeddings, for evaluation.</summary>
    internal FlatIndex Exact => _index.Exact;

    /// <summary>What is searched for people whose choices count.</summary>
    internal NeighborIndex People => _index.People;

    /// <summary>
    /// Whether every image is compared until the library's graph is linked: slower than by the graph, but nothing is missed.
    /// </summary>
    internal bool AwaitsGraph => _index.AwaitsGraph;

    /// <summary>The indexes, and the file that they lie in.</summary>
    internal GalleryIndex Indexes => _index;

    /// <summary>The names of the images.</summary>
    internal ImageNames Names { get; }

    /// <summary>
    /// A number for each image, in the order of <see cref="Images"/>, that the image shares with its identical images and
    /// near-duplicates.
    /// </summary>
    public IReadOnlyList<int> NearDuplicateGroups => NearDuplicates.ByPosition;

    /// <summary>
    /// The library's revision that this gallery shows. When the library's own revision is another number, the library has changed since.
    /// </summary>
    public long Revision { get; internal set; }

    /// <summary>What scores say in this gallery.</summary>
    internal Confidence Confidence
    {
        get => _confidence ??= Confidence.Measure(Index, EmbeddingOf, NearDuplicateGroups);
        set => _confidence = value;
    }

    /// <summary>Whether it is known what scores say.</summary>
    internal bool HasConfidence => _confidence is not null;

    /// <summary>
    /// The colors of the things that the images show; <see langword="null"/> where an earlier version of Kindred has prepared the library.
    /// </summary>
    internal GalleryColors? Colors { get; set; }

    /// <summary>As <see cref="Colors"/>, for who cannot do without.</summary>
    /// <exception cref="KindredException">They are not known.</exception>
    internal GalleryColors KnownColors => Colors ?? throw new KindredException(
        Fault.LibraryNotPrepared, "The colors of the library's pictures are not known yet; it has to be prepared once more.");

    /// <summary>Whether <see cref="Similar"/> can ask for colors, or the library has to be prepared first.</summary>
    public bool HasColors => Colors is not null;

    /// <summary>What the space was fitted to.</summary>
    internal SpaceSource SpaceSource { get; set; } = SpaceSource.LooksAlone;

    /// <summary>What is known of who chose what; <see langword="null"/> where nobody has chosen enough.</summary>
    internal ChoiceFactors? Factors { get; set; }

    /// <summary>Which images show the same photograph.</summary>
    internal NearDuplicateGroups NearDuplicates { get; }

    /// <summary>
    /// What a shop says of the images. Unlike the rest of a gallery it may be read anew: each use takes the table once.
    /// </summary>
    internal AttributeTable Attributes => _attributes.Table;

    /// <summary>The attributes that images may have.</summary>
    public AttributeSchema AttributeSchema => _attributes.Table.Schema;

    /// <summary>What a shop says of an image: its own id and its values.</summary>
    public ImageAttributes AttributesOf(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return _positions.Find(image.Id) is >= 0 and var position ? _attributes.Table.Of(position) : ImageAttributes.None;
    }

    /// <summary>The images with an own id, by path: the pictures of one product.</summary>
    public IReadOnlyList<Image> FindByOwnId(string ownId)
    {
        ArgumentNullException.ThrowIfNull(ownId);
        return [.. _attributes.Table.PositionsOf(ownId).Select(position => Images[position])];
    }

    /// <summary>The images that a filter holds for, by path.</summary>
    /// <exception cref="KindredException">It does not fit the attributes there are.</exception>
    public IReadOnlyList<Image> Where(AttributeFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var found = _attributes.Table.Where(filter);
        return [.. Images.Where((_, position) => found.Contains(position))];
    }

    /// <summary>
    /// Reads the attributes anew where the library's have changed, also by another process. Searches that run meanwhile see the old ones or
    /// the new ones.
    /// </summary>
    /// <returns>Whether they had changed.</returns>
    public async Task<bool> RefreshAttributesAsync(CancellationToken cancellationToken = default)
    {
        if (await Source.Store.ReadAttributesRevisionAsync(cancellationToken) == _attributes.Table.Revision)
            return false;
        await ReadAttributesAsync(cancellationToken);
        return true;
    }

    /// <summary>Reads anew the attributes of the images that one writing was about.</summary>
    /// <param name="before">The revision of <see cref="Attributes"/> from before it. It has changed something.</param>
    /// <param name="images">All images that it was about.</param>
    /// <param name="cancellationToken">Stops early.</param>
    internal Task RefreshAttributesAsync(long before, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken) =>
        _attributes.ReadAsync(Source.Store, before, images, cancellationToken);

    /// <summary>Reads the attributes.</summary>
    internal Task ReadAttributesAsync(CancellationToken cancellationToken) => _attributes.ReadAsync(Source.Store, cancellationToken);

    /// <summary>The positions of the images with one of some labels that a filter holds for; all where <see langword="null"/>.</summary>
    internal IdSet? Filter(IReadOnlyCollection<string> labels, AttributeFilter? where) => _attributes.Filter(labels, where);

    /// <summary>The library it is a snapshot of.</summary>
    internal GallerySource Source =>
        _source ?? throw new InvalidOperationException("This gallery is only judged; it has no library to ask.");

    /// <summary>
    /// Finds an image by its name: the path inside its folder, the absolute path, or the file name where only one has it.
    /// </summary>
    /// <returns>The image, or <see langword="null"/> where no image is called that.</returns>
    /// <exception cref="KindredException">Several images are called that.</exception>
    public Image? Find(string name) => Names.Find(name);

    /// <summary>Finds an image by its number in the library.</summary>
    /// <returns>The image, or <see langword="null"/> where none has it.</returns>
    public Image? Find(ImageId id) => _positions.Find(id) is >= 0 and var position ? Images[position] : null;

    /// <summary>A query with one of the gallery's images.</summary>
    public ImageQuery Query(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var position = PositionOf(image);
        return new ImageQuery(image.Path, image.Content, image, EmbeddingOf(position))
        {
            Factor = Space.Choices?.FactorOf(Index[position]),
        };
    }

    /// <summary>Makes a query of a name: an image of the gallery, or any picture file.</summary>
    /// <param name="name">
    /// A path in the gallery, the path of any file, or the file name of one image of the gallery; tried in this order.
    /// </param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such image or file, or the file is no picture.</exception>
    public async Task<ImageQuery> QueryAsync(string name, CancellationToken cancellationToken = default)
    {
        var picture = Names.Resolve(name);
        return picture.Image is { } image ? Query(image) : await Outside().QueryAsync(this, picture.File, cancellationToken);
    }

    /// <summary>
    /// Makes a query of a picture from a stream, such as an upload, and finds its near-duplicates in the gallery:
    /// <see cref="NearDuplicatesOf"/>.
    /// </summary>
    /// <param name="name">What to call it.</param>
    /// <param name="picture">Its file, at most 256 MiB; read to the end, not disposed.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="UnreadableImageException">It is no picture.</exception>
    /// <exception cref="KindredException">The library was made with another model.</exception>
    public async Task<ImageQuery> QueryAsync(string name, Stream picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return await QueryAsync(name, await EncodedImage.ReadAsync(picture, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Makes a query of a picture in memory, such as an upload, and finds its near-duplicates in the gallery:
    /// <see cref="NearDuplicatesOf"/>.
    /// </summary>
    /// <param name="name">What to call it.</param>
    /// <param name="picture">Its file; disposed, whatever happens.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="UnreadableImageException">It is no picture.</exception>
    /// <exception cref="KindredException">The library was made with another model.</exception>
    internal async Task<ImageQuery> QueryAsync(string name, EncodedImage picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using (picture)
            return await Outside().QueryAsync(this, name, picture, cancellationToken);
    }

    /// <summary>A query with a picture from outside.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="content">SHA-256 of its file.</param>
    /// <param name="embedding">Its raw embedding, from the embedder of <see cref="Stamp"/>.</param>
    public ImageQuery Query(string name, ContentHash content, ReadOnlySpan<float> embedding) =>
        new(name, content, image: null, Space.Project(embedding, Stamp.Metric));

    /// <summary>Finds the images most similar to a picture, itself left out.</summary>
    /// <param name="query">The picture.</param>
    /// <param name="k">How many, at least 1; fewer come back where fewer are as asked for.</param>
    /// <param name="options">What is asked for; any image where <see langword="null"/>.</param>
    /// <returns>Nearest first, ties by path; where color counts, by the score that has color in it.</returns>
    /// <exception cref="KindredException">
    /// Color is asked for, and the library has to be prepared first: <see cref="HasColors"/>.
    /// </exception>
    public IReadOnlyList<ScoredImage> Similar(ImageQuery query, int k, SimilarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new GallerySearch(this, _variantGraph).Similar(query, k, options ?? SimilarOptions.Any);
    }

    /// <summary>
    /// Whether <see cref="SearchByWordsAsync"/> can be asked: whether the library's model embeds words as well as pictures. Loads nothing.
    /// </summary>
    public bool HasWords => _source is not null && Source.Model.HasWords(Stamp);

    /// <summary>
    /// Finds the images that words describe, such as <c>red sofa</c>. The first search loads what embeds words and, where the library has
    /// fitted a space, reads the raw embeddings, which then stay in memory: 4 bytes for each number of each image.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="k">How many, at least 1; fewer come back where fewer are as asked for.</param>
    /// <param name="options">What is asked for; any image where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// Nearest first, ties by path. Scores are cosines between words and pictures, which models keep low; how sure they are is not known
    /// (<see cref="ScoredImage.Confidence"/>).
    /// </returns>
    /// <exception cref="ArgumentException">There are no words, or <see cref="SimilarOptions.ColorWeight"/> is set.</exception>
    /// <exception cref="KindredException">
    /// The library's model embeds no words (<see cref="Fault.NoWords"/>: <see cref="HasWords"/>), or what embeds them cannot be used.
    /// </exception>
    public Task<IReadOnlyList<ScoredImage>> SearchByWordsAsync(
        string words, int k, SimilarOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return _words.RunAsync(words.Trim(), k, options ?? SimilarOptions.Any, cancellationToken);
    }

    /// <summary>Whether the thing that an image shows is of a color.</summary>
    /// <exception cref="KindredException">The library has to be prepared first: <see cref="HasColors"/>.</exception>
    public bool HasColor(Image image, WantedColor color)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(color);
        return KnownColors.Has(PositionOf(image), color);
    }

    /// <summary>The images that show the same photograph as a picture: the same file or a changed one. Itself left out.</summary>
    /// <param name="query">
    /// One of the gallery's images, or a picture that <see cref="QueryAsync(string, Stream, CancellationToken)"/>
    /// has looked at for this gallery.
    /// </param>
    /// <returns>In the order of <see cref="Images"/>.</returns>
    public IReadOnlyList<Image> NearDuplicatesOf(ImageQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var groups = query.NearDuplicateGroups.ToHashSet();
        if (NearDuplicates.Of(query.Content) is { } own)
            groups.Add(own);
        return [.. Images.Where((image, position) => image.Id != query.Image?.Id && groups.Contains(NearDuplicateGroups[position]))];
    }

    /// <summary>Recommends images from what somebody chose, but none of the chosen images and none of their near-duplicates.</summary>
    /// <param name="profile">What was chosen. Without likes, or where all tastes are muted, the list shows what the gallery has.</param>
    /// <param name="options">What kind of list; ten places and the default strategy where <see langword="null"/>.</param>
    /// <returns>The list with its reasons. The same profile gives the same list.</returns>
    public RecommendationList Recommend(Profile profile, RecommendationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ImageQuery[] chosen = [.. profile.Likes.Select(like => like.Image), .. profile.Dislikes];
        var contents = chosen.Select(query => query.Content).Concat(profile.Seen);
        var excluded = contents.Select(NearDuplicates.Of).OfType<int>()
            .Concat(chosen.SelectMany(query => query.NearDuplicateGroups))
            .ToHashSet();
        var products = _attributes.ProductsOf(
            chosen.Select(query => query.Image).OfType<Image>().Concat(profile.Seen.SelectMany(Names.FindAllByContent)));
        return _recommender.Value.Recommend(profile, excluded, products, options ?? new RecommendationOptions());
    }

    /// <summary>
    /// What a user likes, dislikes and has seen, ready to recommend from. A like whose picture has left the gallery counts as long as
    /// its embedding is there.
    /// </summary>
    /// <param name="user">The user's name.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such user.</exception>
    public async Task<Profile> ReadProfileAsync(string user, CancellationToken cancellationToken = default) =>
        await ReadProfileAsync(await Source.Interactions.ReadAsync(user, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Makes a profile of interactions, ready to recommend from.</summary>
    /// <param name="interactions">One user's interactions, by time.</param>
    /// <param name="cancellationToken">Stops early.</param>
    internal Task<Profile> ReadProfileAsync(IReadOnlyList<Interaction> interactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return new ProfileReader(Source.Store, this).ReadAsync(interactions, cancellationToken);
    }

    /// <summary>A user's tastes, to look at and to set: names, weights, what is muted, split or merged.</summary>
    /// <param name="user">The user's name; somebody unknown has no tastes.</param>
    /// <exception cref="KindredException">Nobody can be called that.</exception>
    public UserTastes TastesOf(string user) => new(this, user);

    /// <summary>How well every image fits a profile with likes, in the order of <see cref="Images"/>; for judging.</summary>
    internal float[] Fits(Profile profile, double? peopleWeight) => _recommender.Value.Fits(profile, peopleWeight);

    /// <summary>The tastes of a profile: largest share first, muted ones last.</summary>
    internal IReadOnlyList<Taste> Tastes(Profile profile) => _recommender.Value.Tastes(profile);

    /// <summary>Computes where in each recommended picture its score comes from. Reads and embeds every picture again.</summary>
    /// <param name="list">The recommendations, from this gallery.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// One heat map for each picture, in the order of the list; <see langword="null"/> where the file is gone or has changed, where
    /// nothing is liked yet, where a picture is there by people's choices alone, and where the model's numbers have no place in the
    /// picture or are not compared by the cosine.
    /// </returns>
    /// <exception cref="KindredException">The library's model is not here.</exception>
    public Task<IReadOnlyList<HeatMap?>> ExplainAsync(RecommendationList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        Source.Model.EnsureMade(Stamp);
        return new HeatMapper(Source.Model.Embedder, Source.Pictures).RunAsync(Space, Stamp.Metric, list, cancellationToken);
    }

    /// <summary>
    /// Lays the gallery out in the plane. A layout is computed once, on the calling thread, and kept until the gallery's images,
    /// near-duplicates or space change; a library that cannot be written to computes it every time.
    /// </summary>
    /// <param name="progress">Told how much is done, from 0 to 1, on the calling thread; not at all where a layout is kept.</param>
    /// <param name="cancellationToken">Stops early; then nothing is kept.</param>
    /// <returns>One position for each image, in the order of <see cref="Images"/>.</returns>
    public Task<GalleryLayout> ReadLayoutAsync(IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Source.Derived.GetOrComputeAsync(
            GalleryValues.Layout, GalleryState.Of(this),
            () => new GallerySearch(this, _variantGraph).LayOut(progress, cancellationToken), cancellationToken);

    /// <summary>
    /// Whether users have chosen so much since the gallery was prepared that preparing the library again would fit its space anew. Cheap
    /// to ask, after a like for instance. Changes of the images show in the revision instead.
    /// </summary>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<bool> IsFitDueAsync(CancellationToken cancellationToken = default) =>
        await Source.Spaces.IsDueAsync(Images, Space, SpaceSource, cancellationToken)
        || await Source.Choices.IsDueAsync(Stamp.Metric, FittedSpace.NameOf(Space), cancellationToken);

    /// <summary>Images that show the same photograph: the same file, or changed.</summary>
    /// <returns>Groups of at least two, in the order of the names of those to keep.</returns>
    public IReadOnlyList<NearDuplicateGroup> Duplicates() => _duplicates.Value;

    /// <summary>Images that show one thing in several colors or materials. They are no duplicates: each shows what no other does.</summary>
    /// <returns>Groups of at least two, in the order of their first images.</returns>
    public IReadOnlyList<VariantGroup> Variants() => _variants.Value;

    /// <summary>The most similar images of every image, itself left out.</summary>
    /// <param name="k">How many for each, at least 1.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>In the order of <see cref="Images"/>; ids are positions in it; nearest first, ties by path.</returns>
    public Neighbor[][] Neighbors(int k, CancellationToken cancellationToken = default) =>
        Neighbors(k, where: null, cancellationToken);

    /// <summary>The same with neighbors that a filter holds for alone; every image has a list.</summary>
    /// <exception cref="KindredException">The filter does not fit the attributes there are.</exception>
    internal Neighbor[][] Neighbors(int k, AttributeFilter? where, CancellationToken cancellationToken) =>
        new GallerySearch(this, _variantGraph).SimilarToAll(k, Filter([], where), cancellationToken);

    /// <summary>
    /// Searches through other indexes from now on, which own those before or have taken their place. Not once anybody has the gallery.
    /// </summary>
    internal void SearchThrough(GalleryIndex indexes) => _index = indexes;

    /// <inheritdoc/>
    public void Dispose()
    {
        _words.Dispose();
        if (_recommender.IsValueCreated)
            _recommender.Value.Dispose();
        _index.Dispose();
        Space.Dispose();
    }

    /// <summary>The first image with a content; <see langword="null"/> where there is none.</summary>
    internal Image? FindByContent(ContentHash content) => Names.FindByContent(content);

    /// <summary>The embedding of the image at a position, as a query: where it was before the index drew it to a prototype.</summary>
    internal float[] EmbeddingOf(int position) => Space.QueryOf(Images[position], Index[position]);

    /// <summary>Where an image stands in <see cref="Images"/>.</summary>
    internal int PositionOf(Image image) => _positions.Find(image.Id) is >= 0 and var position
        ? position
        : throw new KeyNotFoundException($"The gallery has no image {image.Id}.");

    private OutsidePicture Outside()
    {
        Source.Model.EnsureMade(Stamp);
        return new OutsidePicture(Source.Model.Embedder, Source.NearDuplicates);
    }
}
