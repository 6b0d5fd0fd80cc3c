using Kindred.Search;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Quantization;

/// <summary>Embeddings drawn with a seed, and queries of the same kind.</summary>
internal static class SampleVectors
{
    /// <summary>As in a space of principal components: the spread of dimension j, from 0, is 1 / (1 + j).</summary>
    public static VectorTable Decaying(int count, int dimensions, Metric metric, int seed) =>
        Table(count, dimensions, metric, seed, Decaying(dimensions));

    /// <summary>In groups of about 100.</summary>
    public static VectorTable Clustered(int count, int dimensions, Metric metric, int seed, double spread) =>
        Table(count, dimensions, metric, seed, Clustered(count, dimensions, spread));

    /// <summary>Draws one embedding after the other.</summary>
    public static Func<Random, float[]> Decaying(int dimensions) =>
        random => [.. Enumerable.Range(0, dimensions).Select(j => (float)(Normal(random) / (1 + j)))];

    /// <summary>
    /// Draws from groups whose centers are spread by 1 in every dimension, and their members by <paramref name="spread"/> about them.
    /// </summary>
    public static Func<Random, float[]> Clustered(int count, int dimensions, double spread)
    {
        var random = new Random(77);
        double[] Center() => [.. Enumerable.Range(0, dimensions).Select(_ => Normal(random))];
        double[][] centers = [.. Enumerable.Range(0, Math.Max(1, count / 100)).Select(_ => Center())];
        return random =>
        {
            var center = centers[random.Next(centers.Length)];
            return [.. center.Select(value => (float)(value + (spread * Normal(random))))];
        };
    }

    private static VectorTable Table(int count, int dimensions, Metric metric, int seed, Func<Random, float[]> draw)
    {
        var random = new Random(seed);
        var vectors = new VectorTable(dimensions, metric, count);
        for (var i = 0; i < count; i++)
            vectors.Add(draw(random));
        return vectors;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
