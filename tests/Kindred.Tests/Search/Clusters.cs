
namespace Kindred.Tests.Search;

/// <summary>
/// Embeddings in clusters, as those of pictures are: Gaussian noise around centers drawn by chance. The same seed gives the same ones.
/// </summary>
internal sealed class Clusters
{
    private const double Noise = 0.8;
    private readonly Random _random;
    private readonly float[][] _centers;

    public Clusters(int dimensions, int count, int seed)
    {
        _random = new Random(seed);
        _centers = [.. Enumerable.Range(0, count).Select(_ => Normal(dimensions))];
    }

    public float[] Next()
    {
        var center = _centers[_random.Next(_centers.Length)];
        return [.. Normal(center.Length).Zip(center, (noise, value) => value + (float)(Noise * noise))];
    }

    public float[][] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    // Box and Muller's method.
    private float[] Normal(int dimensions) =>
    [
        .. Enumerable.Range(0, dimensions).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()))),
    ];
}
