using BenchmarkDotNet.Attributes;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Benchmarks;

/// <summary>
/// The kernel under neighbor lists, projections and learning. Multiply-adds, of two operations each: <see cref="Block"/> has
/// 384 × 384 × <see cref="Dimensions"/> on one core, <see cref="Projection"/> 2,000 × 256 × <see cref="Dimensions"/> on one core, and
/// <see cref="Matrices"/> 2,000 × 2,000 × <see cref="Dimensions"/> on all.
/// </summary>
[ShortRunJob]
public unsafe class ProductBenchmarks
{
    private AlignedMatrix? _rows;
    private AlignedMatrix? _axes;
    private AlignedMatrix? _results;

    [Params(256, 1024)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _rows = Random(2_000, Dimensions);
        _axes = Random(256, Dimensions);
        _results = new AlignedMatrix(384, 2_000);
        _results.AddRows(2_000);
    }

    [GlobalCleanup]
    public void Empty()
    {
        _rows?.Dispose();
        _axes?.Dispose();
        _results?.Dispose();
    }

    [Benchmark]
    public void Block() => Multiply(_rows!, 384, _rows!, 384); // Filled by setup, here and below.

    [Benchmark]
    public void Projection() => Multiply(_rows!, _rows!.Rows, _axes!, _axes!.Rows);

    [Benchmark]
    public void Matrices() => MatrixProducts.Multiply(_rows!, _rows!).Dispose();

    private static AlignedMatrix Random(int rows, int columns)
    {
        var random = new Random(1);
        var matrix = new AlignedMatrix(columns, rows);
        for (var row = 0; row < rows; row++)
            matrix.Add([.. Enumerable.Range(0, columns).Select(_ => random.NextSingle() - 0.5f)]);
        return matrix;
    }

    private void Multiply(AlignedMatrix a, int aRows, AlignedMatrix b, int bRows) => DotProducts.Block(
        a.RowPointer(0), aRows, b.RowPointer(0), bRows, a.Stride, _results!.RowPointer(0), _results.Stride);
}
