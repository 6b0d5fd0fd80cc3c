using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>Raw embeddings of a sample of a library's images: what a space is fitted on.</summary>
internal sealed class RawSample : IDisposable
{
    private RawSample(AlignedMatrix embeddings, int[] positions)
    {
        Embeddings = embeddings;
        Positions = positions;
    }

    /// <summary>One image a row, in the order of paths.</summary>
    public AlignedMatrix Embeddings { get; }

    /// <summary>Position of each row among the library's images.</summary>
    public int[] Positions { get; }

    /// <summary>Reads an even sample of at most <see cref="VisualSpace.SampleSize"/> images, and those that are wanted on top.</summary>
    public static async Task<RawSample> ReadAsync(
        ILibraryStore store, int dimensions, int count, IReadOnlySet<int> wanted, CancellationToken cancellationToken)
    {
        var step = Math.Max(1.0, (double)count / VisualSpace.SampleSize);
        var sample = new AlignedMatrix(dimensions, Math.Min(count, VisualSpace.SampleSize));
        var positions = new List<int>();
        var position = 0;
        var even = 0;
        await foreach (var (_, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
        {
            if (embedding.Length != dimensions)
                throw new KindredException("The library is changing to another model just now; try again when that is done.");
            var isDue = position >= even * step;
            if (isDue)
                even++;
            if (isDue || wanted.Contains(position))
            {
                TensorPrimitives.ConvertToSingle(embedding.Span, sample[sample.AddRows()]);
                positions.Add(position);
            }

            position++;
        }

        return new RawSample(sample, [.. positions]);
    }

    /// <summary>The rows whose images a condition holds for, as a sample of its own.</summary>
    public RawSample Where(Func<int, bool> holdsFor)
    {
        int[] rows = [.. Enumerable.Range(0, Embeddings.Rows).Where(row => holdsFor(Positions[row]))];
        var embeddings = new AlignedMatrix(Embeddings.Columns, rows.Length);
        foreach (var row in rows)
            embeddings.Add(Embeddings[row]);
        return new RawSample(embeddings, [.. rows.Select(row => Positions[row])]);
    }

    public void Dispose() => Embeddings.Dispose();
}
