using System.Numerics.Tensors;

namespace Kindred.Benchmarks.Vectors;

/// <summary>
/// Points around a thousand centers, drawn block by block: the same points for one seed, in whatever order blocks are drawn.
/// </summary>
internal sealed class ClusteredVectors
{
    private const int Centers = 1000;

    /// <summary>
    /// How far points lie from their center, against 1, the distance of the center from the origin. Clusters run into each other, so that a
    /// search of a graph can go astray: at 0.9 it hardly ever does, at 2 there are no clusters left to speak of.
    /// </summary>
    private const float Spread = 1.4f;

    /// <summary>The variance of direction j falls as 1 / (1 + j / <see cref="Decay"/>), as principal axes of photographs do.</summary>
    private const float Decay = 8;

    private readonly float[] _scale;
    private readonly float[][] _centers = new float[Centers][];

    /// <summary>Draws the centers.</summary>
    /// <param name="columns">Length of every point.</param>
    /// <param name="seed">Of the centers.</param>
    public ClusteredVectors(int columns, int seed)
    {
        _scale = new float[columns];
        for (var column = 0; column < columns; column++)
            _scale[column] = 1 / MathF.Sqrt(1 + (column / Decay));
        TensorPrimitives.Divide(_scale, TensorPrimitives.Norm<float>(_scale), _scale);

        var random = new Random(seed);
        for (var center = 0; center < Centers; center++)
        {
            _centers[center] = new float[columns];
            RandomVectors.FillNormal(_centers[center], random);
            TensorPrimitives.Multiply(_centers[center], _scale, _centers[center]);
        }
    }

    /// <summary>What a block of points is drawn with.</summary>
    public static Random ChanceOf(int seed, int block) =>
        // Blocks of one seed must not meet those of another, whose sign Random takes no notice of: seeds are small and positive.
        new((seed * 1_000_003) + block);

    /// <summary>Draws the next point of a block. It is not normalized.</summary>
    public void Fill(Span<float> row, Random random)
    {
        var center = _centers[random.Next(Centers)];
        RandomVectors.FillNormal(row, random);
        TensorPrimitives.Multiply(row, _scale, row);
        TensorPrimitives.MultiplyAdd(row, Spread, center, row);
    }
}
