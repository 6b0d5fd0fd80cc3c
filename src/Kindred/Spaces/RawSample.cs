using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search.Memory;

namespace Kindred.Spaces;

/// <summary>Raw embeddings of a sample of a library's images: what a space is fitted on.</summary>
internal sealed class RawSample : IDisposable
{
    /// <summary>
    /// How many wanted images may join the even sample: half as many as are in it, which bounds the memory however much is liked.
    /// </summary>
    public const int MostWanted = 4096;

    /// <summary>Embeddings read at once.</summary>
    private const int ChunkRows = 1024;

    private RawSample(AlignedMatrix embeddings, int[] positions)
    {
        Embeddings = embeddings;
        Positions = positions;
    }

    /// <summary>One image a row, in the order of paths.</summary>
    public AlignedMatrix Embeddings { get; }

    /// <summary>Position of each row among the library's images.</summary>
    public int[] Positions { get; }

    /// <summary>
    /// Reads an even sample of at most <see cref="VisualSpace.SampleSize"/> images, and of those that are wanted an even sample of at most
    /// <see cref="MostWanted"/>. No other embedding is read. An image whose embedding has gone meanwhile is left out.
    /// </summary>
    /// <param name="store">Where the embeddings are.</param>
    /// <param name="dimensions">Numbers in each.</param>
    /// <param name="images">All images of the library, by path.</param>
    /// <param name="wanted">Positions of images that the even sample may leave out.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<RawSample> ReadAsync(
        IEmbeddingStore store, int dimensions, IReadOnlyList<Image> images, IReadOnlySet<int> wanted, CancellationToken cancellationToken)
    {
        var even = EvenSample([.. Enumerable.Range(0, images.Count)], VisualSpace.SampleSize);
        int[] due = [.. even.Union(EvenSample([.. wanted.Order()], MostWanted)).Order()];
        var sample = new AlignedMatrix(dimensions, due.Length);
        var positions = new List<int>(due.Length);
        try
        {
            foreach (var chunk in due.Chunk(ChunkRows))
            {
                var embeddings = await store.ReadContentEmbeddingsAsync(
                    [.. chunk.Select(position => images[position].Content)], cancellationToken);
                foreach (var position in chunk)
                {
                    if (!embeddings.TryGetValue(images[position].Content, out var embedding))
                        continue;
                    if (embedding.Length != dimensions)
                    {
                        throw new KindredException(
                            Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
                    }

                    TensorPrimitives.ConvertToSingle(embedding, sample[sample.AddUnwritten()]);
                    positions.Add(position);
                }
            }
        }
        catch
        {
            sample.Dispose();
            throw;
        }

        return new RawSample(sample, [.. positions]);
    }

    /// <summary>A sample of only the rows for whose images a condition holds.</summary>
    public RawSample Where(Func<int, bool> holdsFor)
    {
        int[] rows = [.. Enumerable.Range(0, Embeddings.Rows).Where(row => holdsFor(Positions[row]))];
        var embeddings = new AlignedMatrix(Embeddings.Columns, rows.Length);
        foreach (var row in rows)
            embeddings.Add(Embeddings[row]);
        return new RawSample(embeddings, [.. rows.Select(row => Positions[row])]);
    }

    public void Dispose() => Embeddings.Dispose();

    /// <summary>Positions at even steps from the first on; all where they are few enough.</summary>
    private static IEnumerable<int> EvenSample(int[] positions, int most)
    {
        var step = Math.Max(1.0, (double)positions.Length / most);
        for (var even = 0; Math.Ceiling(even * step) < positions.Length; even++)
            yield return positions[(int)Math.Ceiling(even * step)];
    }
}
