using BenchmarkDotNet.Attributes;
using Kindred.Search;

namespace Kindred.Benchmarks;

/// <summary>
/// The ten nearest of 100,000 random embeddings of the default space's length: over floats, and over codes of a byte a number.
/// </summary>
[ShortRunJob]
[MemoryDiagnoser]
public class PrecisionBenchmarks
{
    private const int Dimensions = 256;
    private const int Count = 100_000;
    private FlatIndex? _index;
    private float[] _query = [];

    [Params(VectorPrecision.Float32, VectorPrecision.Int8)]
    public VectorPrecision Precision { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        _index = new FlatIndex(Dimensions, Metric.Cosine, Count, Precision);
        var row = new float[Dimensions];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < row.Length; j++)
                row[j] = random.NextSingle() - 0.5f;
            _index.Add(row);
        }

        _query = _index[Count / 2].ToArray();
    }

    [GlobalCleanup]
    public void Empty() => _index?.Dispose();

    [Benchmark]
    public int One() => _index!.Search(_query, 10).Length; // Filled by setup.
}
