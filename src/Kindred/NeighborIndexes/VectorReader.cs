using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.NeighborIndexes;

/// <summary>Reads stored embeddings and projects them into a space, a chunk at a time, so that raw ones are never all in memory.</summary>
/// <param name="store">Where the embeddings are.</param>
/// <param name="stamp">What the embeddings were made with.</param>
/// <param name="space">The space.</param>
internal sealed class VectorReader(ILibraryStore store, EmbedderStamp stamp, EmbeddingSpace space)
{
    /// <summary>Rows projected at once: enough for all cores, but few beside the index.</summary>
    private const int ChunkRows = 2048;

    /// <summary>All images by path, and their embeddings in the same order.</summary>
    public async Task<(IReadOnlyList<Image> Images, VectorTable Vectors)> ReadAllAsync(CancellationToken cancellationToken)
    {
        var images = new List<Image>();
        var vectors = new VectorTable(space.Dimensions, stamp.Metric);
        var added = 0;
        var chunk = new AlignedMatrix(stamp.Dimensions, ChunkRows);
        try
        {
            await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
            {
                if (embedding.Length != stamp.Dimensions)
                {
                    throw new KindredException(
                        Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
                }

                images.Add(image);
                TensorPrimitives.ConvertToSingle(embedding.Span, chunk[chunk.AddRows()]);
                if (chunk.Rows < ChunkRows)
                    continue;
                AddProjected(vectors, chunk, images.GetRange(added, images.Count - added));
                added = images.Count;
                chunk.Clear();
            }

            AddProjected(vectors, chunk, images.GetRange(added, images.Count - added));
            return (images, vectors);
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
        finally
        {
            chunk.Dispose();
        }
    }

    /// <summary>The embeddings of some images, in their order; <see langword="null"/> where one is missing or of another model.</summary>
    public async Task<VectorTable?> ReadAsync(IReadOnlyList<Image> images, CancellationToken cancellationToken)
    {
        var vectors = new VectorTable(space.Dimensions, stamp.Metric);
        foreach (var chunk in images.Chunk(ChunkRows))
        {
            var embeddings = await store.ReadContentEmbeddingsAsync([.. chunk.Select(image => image.Content)], cancellationToken);
            using var raw = new AlignedMatrix(stamp.Dimensions, chunk.Length);
            foreach (var image in chunk)
            {
                if (!embeddings.TryGetValue(image.Content, out var halves) || halves.Length != stamp.Dimensions)
                {
                    vectors.Dispose();
                    return null;
                }

                TensorPrimitives.ConvertToSingle(halves, raw[raw.AddRows()]);
            }

            AddProjected(vectors, raw, chunk);
        }

        return vectors;
    }

    private void AddProjected(VectorTable vectors, AlignedMatrix raw, IReadOnlyList<Image> images)
    {
        using var projected = space.Project(raw);
        for (var row = 0; row < projected.Rows; row++)
        {
            space.Prototypes?.Draw(projected[row], images[row]);
            vectors.Add(projected[row]);
        }
    }
}
