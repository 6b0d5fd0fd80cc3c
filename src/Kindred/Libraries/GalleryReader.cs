using System.Numerics.Tensors;
using Kindred.Copies;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>Builds the gallery in memory from what is stored.</summary>
internal static class GalleryReader
{
    /// <summary>Rows projected at once: enough for all cores, little enough to stay small beside the index.</summary>
    private const int ChunkRows = 2048;

    /// <summary>Reads a gallery and brings its embeddings into the space.</summary>
    public static async Task<Gallery> ReadAsync(
        ILibraryStore store, EmbedderStamp stamp, EmbeddingSpace space, IReadOnlyList<CopyPair> copies, CancellationToken cancellationToken)
    {
        var images = new List<Image>();
        var index = new FlatIndex(space.Dimensions, stamp.Metric);
        var chunk = new AlignedMatrix(stamp.Dimensions, ChunkRows);
        try
        {
            await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
            {
                if (embedding.Length != stamp.Dimensions)
                    throw new KindredException("The library is changing to another model just now; try again when that is done.");
                images.Add(image);
                TensorPrimitives.ConvertToSingle(embedding.Span, chunk[chunk.AddRows()]);
                if (chunk.Rows == ChunkRows)
                {
                    AddProjected(index, space, chunk);
                    chunk.Dispose();
                    chunk = new AlignedMatrix(stamp.Dimensions, ChunkRows);
                }
            }

            AddProjected(index, space, chunk);
        }
        finally
        {
            chunk.Dispose();
        }

        return new Gallery(images, stamp, space, index, new CopyGroups(images, copies));
    }

    private static void AddProjected(FlatIndex index, EmbeddingSpace space, AlignedMatrix chunk)
    {
        using var projected = space.Project(chunk);
        for (var row = 0; row < projected.Rows; row++)
            index.Add(projected[row]);
    }
}
