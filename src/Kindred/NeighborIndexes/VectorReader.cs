using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kindred.Choices;
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
/// <param name="factors">Who chose what; needed where the space has a half for that.</param>
internal sealed class VectorReader(ILibraryStore store, EmbedderStamp stamp, EmbeddingSpace space, ChoiceFactors? factors = null)
{
    /// <summary>Rows projected at once: few beside the index. Tests set it.</summary>
    public int ChunkRows { get; init; } = 2048;

    /// <summary>All images by path, and their embeddings in the same order.</summary>
    public async Task<(IReadOnlyList<Image> Images, VectorTable Vectors)> ReadAllAsync(CancellationToken cancellationToken)
    {
        var images = new List<Image>();
        var vectors = new VectorTable(space.Dimensions, stamp.Metric);
        try
        {
            await foreach (var (some, rows) in ReadChunksAsync(cancellationToken))
            {
                images.AddRange(some);
                for (var row = 0; row < rows.Rows; row++)
                    vectors.Add(rows[row]);
            }

            return (images, vectors);
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <summary>
    /// All images by path with their embeddings, a chunk at a time. A chunk's rows are gone when the next one is asked for.
    /// </summary>
    public async IAsyncEnumerable<(IReadOnlyList<Image> Images, AlignedMatrix Rows)> ReadChunksAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var images = new List<Image>(ChunkRows);
        using var raw = new AlignedMatrix(stamp.Dimensions, ChunkRows);
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
        {
            if (embedding.Length != stamp.Dimensions)
            {
                throw new KindredException(
                    Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
            }

            images.Add(image);
            TensorPrimitives.ConvertToSingle(embedding.Span, raw[raw.AddUnwritten()]);
            if (raw.Rows < ChunkRows)
                continue;
            using (var rows = Project(raw, images))
                yield return (images, rows);
            images.Clear();
            raw.Clear();
        }

        using var last = Project(raw, images);
        if (last.Rows > 0)
            yield return (images, last);
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

                TensorPrimitives.ConvertToSingle(halves, raw[raw.AddUnwritten()]);
            }

            using var projected = Project(raw, chunk);
            for (var row = 0; row < projected.Rows; row++)
                vectors.Add(projected[row]);
        }

        return vectors;
    }

    private AlignedMatrix Project(AlignedMatrix raw, IReadOnlyList<Image> images)
    {
        var projected = space.Project(raw);
        for (var row = 0; row < projected.Rows; row++)
            space.Complete(projected[row], images[row], factors);
        return projected;
    }
}
