using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Vectors;

namespace Kindred.NeighborIndexes;

/// <summary>
/// A gallery's images and the indexes that search them; ids in the indexes are positions among the images. Owns the indexes and the
/// file.
/// </summary>
/// <param name="Images">The images, by path.</param>
/// <param name="Index">The index that lists are made with.</param>
/// <param name="Exact">Exact search over the same embeddings; the same as <paramref name="Index"/> where that is exact itself.</param>
/// <param name="File">The file that the indexes lie in, if they do.</param>
internal sealed record GalleryIndex(IReadOnlyList<Image> Images, NeighborIndex Index, FlatIndex Exact, IndexFile? File) : IDisposable
{
    /// <summary>Makes the indexes over a file, which the result owns; where that fails, the file is closed.</summary>
    /// <param name="images">The images.</param>
    /// <param name="file">The file.</param>
    /// <param name="choice">The kind of index.</param>
    /// <param name="scale">See <see cref="Spaces.EmbeddingSpace.Scale"/>.</param>
    public static GalleryIndex Over(IReadOnlyList<Image> images, IndexFile file, SearchChoice choice, float scale = 1)
    {
        try
        {
            var usesCodes = choice.Vectors == VectorPrecision.Int8;
            var vectors = file.Vectors(sparing: usesCodes);
            var codes = usesCodes ? file.Codes() : null;
            NeighborIndex index = choice.UsesGraph
                ? new HnswIndex(vectors, choice.Options, codes, file.Graph())
                : new FlatIndex(vectors, ownsVectors: true, choice.Vectors, codes);
            index.Scale = scale;
            return new GalleryIndex(images, index, new FlatIndex(vectors, ownsVectors: false) { Scale = scale }, file);
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
        index.Scale = scale;
        return new GalleryIndex(images, index, new FlatIndex(vectors, ownsVectors: false) { Scale = scale }, File: null);
    }

    public void Dispose()
    {
        Index.Dispose();
        Exact.Dispose();
        File?.Dispose();
    }
}
