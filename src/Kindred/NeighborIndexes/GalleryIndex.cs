using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.NeighborIndexes;

/// <summary>
/// A gallery's images and the indexes that search them; ids in the indexes are positions among the images. Owns the indexes and the
/// file.
/// </summary>
/// <param name="Images">The images, by path.</param>
/// <param name="Index">The index that lists are made with.</param>
/// <param name="Exact">Exact search over the same embeddings.</param>
/// <param name="People">
/// What is searched for people whose choices count: every embedding's code, and the best once more by their embeddings. A graph links
/// what is near in both halves of an embedding at once, and misses most of what such a search asks for (docs/benchmarks.md).
/// </param>
/// <param name="File">The file that the indexes lie in, if they do.</param>
internal sealed record GalleryIndex(
    IReadOnlyList<Image> Images, NeighborIndex Index, FlatIndex Exact, NeighborIndex People, IndexFile? File) : IDisposable
{
    /// <summary>Whether every embedding is compared until a graph is linked, which is to be searched instead.</summary>
    public bool AwaitsGraph { get; private init; }

    /// <summary>Makes the indexes over a file, which the result owns; where that fails, the file is closed.</summary>
    /// <param name="images">The images.</param>
    /// <param name="file">The file.</param>
    /// <param name="choice">The kind of index.</param>
    /// <param name="scale">See <see cref="Spaces.EmbeddingSpace.Scale"/>.</param>
    public static GalleryIndex Over(IReadOnlyList<Image> images, IndexFile file, SearchChoice choice, float scale = 1)
    {
        try
        {
            var vectors = file.Vectors(sparing: choice.Vectors == VectorPrecision.Int8);
            CodeTable? Codes(bool areUsed) => areUsed ? file.Codes() : null;
            var codes = Codes(choice.Vectors == VectorPrecision.Int8);
            NeighborIndex index = choice.UsesGraph && file.HasGraph
                ? new HnswIndex(vectors, choice.Options, codes, file.Graph())
                : new FlatIndex(vectors, ownsVectors: true, choice.Vectors, codes);
            return Over(images, index, vectors, Codes(choice.ForPeople), scale, file, choice);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes the indexes over vectors in memory, in the order of the images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="vectors">Their vectors.</param>
    /// <param name="graph">Their graph, if it is searched.</param>
    /// <param name="choice">The kind of index.</param>
    /// <param name="scale">See <see cref="Spaces.EmbeddingSpace.Scale"/>.</param>
    public static GalleryIndex Over(
        IReadOnlyList<Image> images, VectorTable vectors, HnswIndex? graph, SearchChoice choice, float scale = 1)
    {
        var index = (NeighborIndex?)graph ?? new FlatIndex(vectors, ownsVectors: true, choice.Vectors);
        return Over(images, index, vectors, codes: null, scale, file: null, choice);
    }

    /// <summary>The same, with lists made by a graph of its vectors, which the graph owns from then on.</summary>
    public GalleryIndex SearchedBy(HnswIndex graph) => this with { Index = graph, AwaitsGraph = false };

    public void Dispose()
    {
        Index.Dispose();
        Exact.Dispose();
        People.Dispose();
        File?.Dispose();
    }

    /// <summary>Puts the indexes beside one that owns the vectors.</summary>
    private static GalleryIndex Over(
        IReadOnlyList<Image> images, NeighborIndex index, VectorTable vectors, CodeTable? codes, float scale, IndexFile? file,
        SearchChoice choice)
    {
        index.Scale = scale;
        return new GalleryIndex(
            images,
            index,
            new FlatIndex(vectors, ownsVectors: false) { Scale = scale },
            new FlatIndex(vectors, ownsVectors: false, VectorPrecision.Int8, codes) { Scale = scale },
            file)
        {
            AwaitsGraph = choice.UsesGraph && index is FlatIndex,
        };
    }
}
