using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>Builds what is kept in memory from what is stored: the gallery and, where it is due, the library's fitted space.</summary>
internal static class GalleryReader
{
    /// <summary>Rows projected at once: enough for all cores, little enough to stay small beside the index.</summary>
    private const int ChunkRows = 2048;

    /// <summary>Reads a gallery and brings its embeddings into the space.</summary>
    public static async Task<Gallery> ReadAsync(
        ILibraryStore store, EmbedderStamp stamp, EmbeddingSpace space, CancellationToken cancellationToken)
    {
        var images = new List<Image>();
        var index = new FlatIndex(space.Dimensions, stamp.Metric);
        var chunk = new AlignedMatrix(stamp.Dimensions, ChunkRows);
        try
        {
            await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
            {
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

        return new Gallery(images, stamp, space, index);
    }

    /// <summary>Fits the visual space on an even sample of the stored embeddings.</summary>
    public static async Task<EmbeddingSpace> FitAsync(
        ILibraryStore store, EmbedderStamp stamp, int version, int count, CancellationToken cancellationToken)
    {
        var step = Math.Max(1.0, (double)count / VisualSpace.SampleSize);
        using var sample = new AlignedMatrix(stamp.Dimensions, Math.Min(count, VisualSpace.SampleSize));
        var position = 0;
        await foreach (var (_, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
        {
            if (position++ >= sample.Rows * step)
                TensorPrimitives.ConvertToSingle(embedding.Span, sample[sample.AddRows()]);
        }

        return VisualSpace.Fit(sample, version, count);
    }

    private static void AddProjected(FlatIndex index, EmbeddingSpace space, AlignedMatrix chunk)
    {
        using var projected = space.Project(chunk);
        for (var row = 0; row < projected.Rows; row++)
            index.Add(projected[row]);
    }
}
