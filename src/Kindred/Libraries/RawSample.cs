using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>Raw embeddings of an even sample of a library's images, with their labels: what a space is fitted on.</summary>
internal sealed class RawSample : IDisposable
{
    private RawSample(AlignedMatrix embeddings, int[] labels, int[] positions)
    {
        Embeddings = embeddings;
        Labels = labels;
        Positions = positions;
    }

    /// <summary>One image a row, in the order of paths.</summary>
    public AlignedMatrix Embeddings { get; }

    /// <summary>Label of each row, from 0; −1 for none.</summary>
    public int[] Labels { get; }

    /// <summary>Position of each row among the library's images.</summary>
    public int[] Positions { get; }

    /// <summary>Reads a sample of at most <see cref="VisualSpace.SampleSize"/> images.</summary>
    public static async Task<RawSample> ReadAsync(
        ILibraryStore store, int dimensions, int count, int[] labels, CancellationToken cancellationToken)
    {
        var step = Math.Max(1.0, (double)count / VisualSpace.SampleSize);
        var sample = new AlignedMatrix(dimensions, Math.Min(count, VisualSpace.SampleSize));
        var sampledLabels = new List<int>();
        var positions = new List<int>();
        var position = 0;
        await foreach (var (_, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
        {
            if (embedding.Length != dimensions)
                throw new KindredException("The library is changing to another model just now; try again when that is done.");
            if (position >= sample.Rows * step)
            {
                TensorPrimitives.ConvertToSingle(embedding.Span, sample[sample.AddRows()]);
                sampledLabels.Add(position < labels.Length ? labels[position] : -1);
                positions.Add(position);
            }

            position++;
        }

        return new RawSample(sample, [.. sampledLabels], [.. positions]);
    }

    /// <summary>The rows whose images a condition holds for, as a sample of its own.</summary>
    public RawSample Where(Func<int, bool> holdsFor)
    {
        int[] rows = [.. Enumerable.Range(0, Embeddings.Rows).Where(row => holdsFor(Positions[row]))];
        var embeddings = new AlignedMatrix(Embeddings.Columns, rows.Length);
        foreach (var row in rows)
            embeddings.Add(Embeddings[row]);
        return new RawSample(embeddings, [.. rows.Select(row => Labels[row])], [.. rows.Select(row => Positions[row])]);
    }

    public void Dispose() => Embeddings.Dispose();
}
