using Kindred.Colors;
using Kindred.Images;
using Kindred.Layouts;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Galleries.Similar;

/// <summary>Searches an open gallery by looks: for one picture, in places and in color, and for every image.</summary>
/// <param name="gallery">The gallery.</param>
/// <param name="variants">Which images show one thing in several colors.</param>
/// <param name="words">
/// What is searched by words, where that is asked: its scores are of another kind, and say nothing of how sure they are.
/// </param>
internal sealed class GallerySearch(Gallery gallery, Lazy<VariantGraph> variants, NeighborIndex? words = null)
{
    /// <summary>Enough for all cores, and few beside the index.</summary>
    private const int QueriesAtOnce = 1024;

    private readonly NeighborIndex _index = words ?? gallery.Index;

    /// <summary>The most similar images, itself left out: see <see cref="Gallery.Similar"/>.</summary>
    public IReadOnlyList<ScoredImage> Similar(ImageQuery query, int k, SimilarOptions options)
    {
        var itself = query.Image is { } image ? gallery.PositionOf(image) : -1;
        var within = gallery.Filter(options.Labels, options.Where);
        var colors = options.Color is null ? null : gallery.KnownColors;
        var products = options.Variants == VariantPlaces.All || itself < 0 ? null : variants.Value.Products;
        var product = products?.ProductAt(itself) ?? -1;
        bool Include(int id) => id != itself && (product < 0 || products!.ProductAt(id) != product) // There is a product.
            && (options.Color is not { } color || colors!.Has(id, color)); // There where a color is asked for.
        return options switch
        {
            { ColorWeight: > 0 } => InColor(query, k, Include, within, itself, options),
            { Variants: VariantPlaces.All } => Score(_index.Search(query.Embedding, k, within, Include)),
            _ => InPlaces(query, k, Include, within),
        };
    }

    /// <summary>The most similar images of every image: see <see cref="Gallery.Neighbors(int, CancellationToken)"/>.</summary>
    public Neighbor[][] SimilarToAll(int k, IdSet? within, CancellationToken cancellationToken)
    {
        // An image that is drawn to a prototype, or known by who chose it, is another as a query than in its row.
        if (within is null && gallery.Space is { Prototypes: null, Choices: null })
            return _index.SearchAll(k, include: null, cancellationToken);

        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        k = Math.Min(k, gallery.Images.Count);
        var neighbors = new Neighbor[gallery.Images.Count][];
        for (var start = 0; start < neighbors.Length; start += QueriesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var queries = new AlignedMatrix(_index.Dimensions, Math.Min(QueriesAtOnce, neighbors.Length - start));
            for (var position = start; position < start + QueriesAtOnce && position < neighbors.Length; position++)
                queries.Add(gallery.EmbeddingOf(position));
            foreach (var (i, found) in _index.Search(queries, k + 1, within: within).Index())
            {
                neighbors[start + i] =
                [
                    .. found.Where(neighbor => neighbor.Id != start + i).Take(k).Select(neighbor => ByLooks(_index, neighbor)),
                ];
            }
        }

        return neighbors;
    }

    /// <summary>The layout of the gallery: see <see cref="Gallery.ReadLayoutAsync"/>.</summary>
    public GalleryLayout LayOut(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var space = gallery.Space;
        if (space.Choices is null)
            return GalleryLayout.Compute(_index, progress, cancellationToken);
        using var looks = new FlatIndex(space.LooksDimensions, _index.Metric, _index.Count);
        for (var position = 0; position < _index.Count; position++)
            looks.Add(_index[position][..space.LooksDimensions]);
        return GalleryLayout.Compute(looks, progress, cancellationToken);
    }

    /// <summary>What a search found.</summary>
    public static ScoredImage Scored(NeighborIndex index, Neighbor neighbor, Image image, Confidence? confidence)
    {
        var score = Closeness.Of(index, neighbor);
        return new ScoredImage(image, ByLooks(index, neighbor).Distance, score, confidence?.Of(score, likes: 1) ?? float.NaN);
    }

    /// <summary>What a search found, with the distance it has by looks alone.</summary>
    private static Neighbor ByLooks(NeighborIndex index, Neighbor found) =>
        index.Scale == 1 ? found : new Neighbor(found.Id, 1 - Closeness.Of(index, found));

    /// <summary>The best by likeness and color together; of each group the best where groups take one place.</summary>
    private ScoredImage[] InColor(
        ImageQuery query, int k, Func<int, bool> mayFind, IdSet? within, int itself, SimilarOptions options)
    {
        var own = itself < 0 ? query.Colors.Span : gallery.KnownColors.BytesAt(itself);
        var found = _index.Search(query.Embedding, ColorRanking.PoolFor(k), within, mayFind);
        var ranked = new ColorRanking(gallery.KnownColors, _index.Metric, options.ColorWeight)
            .Rank(Array.ConvertAll(found, neighbor => ByLooks(_index, neighbor)), own);
        ScoredImage Scored((int Id, float Distance, float Score) one) =>
            new(gallery.Images[one.Id], one.Distance, one.Score, gallery.Confidence.Of(one.Score, likes: 1));
        if (options.Variants == VariantPlaces.All)
            return [.. ranked.Take(k).Select(Scored)];

        var places = new SimilarPlaces(variants.Value, query.Content);
        var scores = ranked.ToDictionary(one => one.Id);
        return
        [
            .. places.First([.. ranked.Select(one => new Neighbor(one.Id, one.Distance))], k)
                .Select(first => places.Complete(Scored(scores[first.Id]), first.Id, Both(mayFind, within))),
        ];
    }

    /// <summary>The nearest of each group, with the others behind it; searches on where groups have taken up what was found.</summary>
    private ScoredImage[] InPlaces(ImageQuery query, int k, Func<int, bool> mayFind, IdSet? within)
    {
        var places = new SimilarPlaces(variants.Value, query.Content);
        for (var searched = k; ; searched = SimilarPlaces.More(searched))
        {
            var found = _index.Search(query.Embedding, searched, within, mayFind);
            var first = places.First(found, k);
            if (first.Length == k || found.Length < searched)
                return [.. Score(first).Select((result, i) => places.Complete(result, first[i].Id, Both(mayFind, within)))];
        }
    }

    private static Func<int, bool> Both(Func<int, bool> mayFind, IdSet? within) =>
        within is null ? mayFind : id => within.Contains(id) && mayFind(id);

    private ScoredImage[] Score(IEnumerable<Neighbor> neighbors) =>
    [
        .. neighbors.Select(
            neighbor => Scored(_index, neighbor, gallery.Images[neighbor.Id], words is null ? gallery.Confidence : null)),
    ];
}
