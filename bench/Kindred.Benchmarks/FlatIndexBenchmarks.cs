using BenchmarkDotNet.Attributes;
using Kindred.Search;

namespace Kindred.Benchmarks;

/// <summary>Exact search over random embeddings of the default space's length.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class FlatIndexBenchmarks
{
    private const int Dimensions = 256;
    private FlatIndex? _index;
    private float[] _query = [];

    [Params(1_000, 10_000, 100_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        _index = new FlatIndex(Dimensions, Metric.Cosine, Count);
        for (var i = 0; i < Count; i++)
            _index.Add([.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)]);
        _query = _index[Count / 2].ToArray();
    }

    [GlobalCleanup]
    public void Empty() => _index?.Dispose();

    [Benchmark]
    public int One() => _index!.Search(_query, 10).Length; // Filled by setup.
}
