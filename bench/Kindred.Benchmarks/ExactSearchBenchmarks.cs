using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Kindred.Search;

namespace Kindred.Benchmarks;

/// <summary>
/// Exact search beside its limits, on all cores. One query over 100,000 × 1,024 numbers reads 410 MB, as <see cref="Read"/> does and
/// nothing else; neighbor lists of 20,000 × 1,024 numbers are 20,000² × 1,024 multiply-adds to whoever computes each pair twice.
/// </summary>
[ShortRunJob]
public unsafe class ExactSearchBenchmarks
{
    private const int Dimensions = 1024;
    private FlatIndex? _large;
    private FlatIndex? _small;
    private float[] _query = [];

    [GlobalSetup]
    public void Fill()
    {
        _large = Random(100_000);
        _small = Random(20_000);
        _query = _large[7].ToArray();
    }

    [GlobalCleanup]
    public void Empty()
    {
        _large?.Dispose();
        _small?.Dispose();
    }

    [Benchmark]
    public int One() => _large!.Search(_query, 10).Length; // Filled by setup, here and below.

    [Benchmark]
    public void Read() => Parallel.For(0, (_large!.Count + 255) / 256, block =>
    {
        var rows = Math.Min(256, _large.Count - (block * 256));
        _ = TensorPrimitives.Sum(new ReadOnlySpan<float>(_large.Vectors.Row(block * 256), rows * _large.Vectors.Stride));
    });

    [Benchmark]
    public int All() => _small!.SearchAll(10).Length;

    private static FlatIndex Random(int count)
    {
        var random = new Random(1);
        var index = new FlatIndex(Dimensions, Metric.Cosine, count);
        var row = new float[Dimensions];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < Dimensions; j++)
                row[j] = random.NextSingle() - 0.5f;
            index.Add(row);
        }

        return index;
    }
}
