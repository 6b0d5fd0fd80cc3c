using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Galleries.Similar;

/// <summary>
/// Searches an open gallery by words: exactly, among raw embeddings. Two networks that were trained together agree on the cosine of what
/// they give, and on nothing that a library fits to its pictures afterwards: see docs/decisions/0024-words-meet-raw-pictures.md.
/// </summary>
/// <param name="gallery">The gallery.</param>
/// <param name="variants">Which images show one thing in several colors.</param>
internal sealed class WordsSearch(Gallery gallery, Lazy<VariantGraph> variants) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private FlatIndex? _raw;

    /// <summary>Whether the gallery's own index holds raw embeddings, compared by the cosine.</summary>
    private bool IsGalleryRaw => gallery.Space.Kind == SpaceKind.None && gallery.Stamp.Metric == Metric.Cosine;

    /// <summary>Finds images: see <see cref="Gallery.SearchByWordsAsync"/>.</summary>
    public async Task<IReadOnlyList<ScoredImage>> RunAsync(
        string words, int k, SimilarOptions options, CancellationToken cancellationToken)
    {
        if (options.ColorWeight > 0)
            throw new ArgumentException("Words have no colors of their own to weigh; ask for a color instead.", nameof(options));
        var embedding = await gallery.Source.Model.EmbedWordsAsync(words, gallery.Stamp, cancellationToken);
        var (index, space) = await IndexAsync(cancellationToken);
        var query = new ImageQuery(words, default, image: null, space.Project(embedding, Metric.Cosine));
        return new GallerySearch(gallery, variants, index).Similar(query, k, options);
    }

    public void Dispose()
    {
        _raw?.Dispose();
        _gate.Dispose();
    }

    private async Task<(FlatIndex Index, EmbeddingSpace Space)> IndexAsync(CancellationToken cancellationToken)
    {
        if (IsGalleryRaw)
            return (gallery.Exact, gallery.Space);
        var space = EmbeddingSpace.Identity(gallery.Stamp.Dimensions);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return (_raw ??= await ReadAsync(space, cancellationToken), space);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<FlatIndex> ReadAsync(EmbeddingSpace space, CancellationToken cancellationToken)
    {
        var reader = new VectorReader(gallery.Source.Store, gallery.Stamp with { Metric = Metric.Cosine }, space);
        var vectors = await reader.ReadAsync(gallery.Images, cancellationToken) ?? throw new KindredException(
            Fault.LibraryChanging, "The library is changing just now; search again in a moment.");
        return new FlatIndex(vectors, ownsVectors: true);
    }
}
