using System.Numerics.Tensors;
using Kindred.Search.Memory;

namespace Kindred.Benchmarks.Axes;

/// <summary>
/// Made-up raw embeddings, each made from its number alone, so that any of them can be had without the others: a few hundred kinds, few of
/// them common and many rare, and variances that fall along the axes.
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="decay">The variance of the k-th axis is k to the power of minus this.</param>
internal sealed class MadeUpEmbeddings(int count, double decay)
{
    public const int Dimensions = 2080;

    private const int Kinds = 400;
    private const int BlockRows = 2048;

    /// <summary>One over the standard deviation of a uniform number from −0.5 to 0.5.</summary>
    private static readonly float Unit = MathF.Sqrt(12);

    private readonly float[] _spread = [.. Enumerable.Range(1, Dimensions).Select(axis => (float)Math.Pow(axis, -decay / 2))];
    private readonly float[][] _centers = [.. Enumerable.Range(0, Kinds).Select(kind => Noise(new Random(kind)))];
    private readonly float[] _mean = Noise(new Random(-1));

    public int Count => count;

    /// <summary>All of them in order, a block at a time; each block is to be disposed of.</summary>
    public IEnumerable<AlignedMatrix> Blocks()
    {
        for (var first = 0; first < count; first += BlockRows)
            yield return Rows([.. Enumerable.Range(first, Math.Min(BlockRows, count - first))]);
    }

    /// <summary>Some of them.</summary>
    public AlignedMatrix Rows(int[] numbers)
    {
        var rows = new AlignedMatrix(Dimensions, numbers.Length);
        rows.AddRows(numbers.Length);
        Parallel.For(0, numbers.Length, row => Write(numbers[row], rows[row]));
        return rows;
    }

    /// <summary>Half of the variance is between kinds, half within; the common mean is as long as a typical deviation.</summary>
    private void Write(int number, Span<float> target)
    {
        var random = new Random(Kinds + number);
        // Zipf's law, nearly: the chance of a kind falls with its number.
        var kind = (int)(Math.Pow(Kinds + 1, random.NextDouble()) - 1);
        Noise(random).CopyTo(target);
        TensorPrimitives.Add(target, _centers[kind], target);
        TensorPrimitives.Multiply(target, MathF.Sqrt(0.5f), target);
        TensorPrimitives.Add(target, _mean, target);
        TensorPrimitives.Multiply(target, _spread, target);
    }

    private static float[] Noise(Random random)
    {
        var noise = new float[Dimensions];
        foreach (ref var value in noise.AsSpan())
            value = (random.NextSingle() - 0.5f) * Unit;
        return noise;
    }
}
