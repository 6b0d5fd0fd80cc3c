using System.Numerics.Tensors;
using Kindred.Benchmarks.Vectors;

namespace Kindred.Benchmarks.Clusters;

/// <summary>
/// The made-up gallery that clusters are measured with: the points of <see cref="ClusteredVectors"/>, as they are stored. Drawn a block at
/// a time, so that it need not be kept to be known.
/// </summary>
internal static class ClusterGallery
{
    /// <summary>Pictures drawn at once.</summary>
    public const int BlockRows = 1000;

    private const int Seed = 70;

    /// <summary>What blocks are drawn from.</summary>
    public static ClusteredVectors Clusters(int dimensions) => new(dimensions, Seed);

    /// <summary>How many blocks there are.</summary>
    public static int BlocksOf(int pictures) => (pictures + BlockRows - 1) / BlockRows;

    /// <summary>Draws the embeddings of a block, one after another.</summary>
    public static Half[] Draw(ClusteredVectors clusters, int block, int pictures, int dimensions)
    {
        var random = ClusteredVectors.ChanceOf(Seed + 1, block);
        var rows = Math.Min(BlockRows, pictures - (block * BlockRows));
        var numbers = new float[rows * dimensions];
        for (var row = 0; row < rows; row++)
            clusters.Fill(numbers.AsSpan(row * dimensions, dimensions), random);
        var halves = new Half[numbers.Length];
        TensorPrimitives.ConvertToHalf(numbers, halves);
        return halves;
    }
}
