using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Benchmarks.Axes;

/// <summary>
/// The mean and the covariance of any number of rows that come a block at a time; holds one matrix of columns by columns. It is what a fit
/// on all images would be made with, and is here to compare the fit on a sample with.
/// </summary>
internal sealed class StreamedCovariance(int columns) : IDisposable
{
    private readonly AlignedMatrix _products = Zeros(columns);
    private readonly float[] _sum = new float[columns];
    private float[]? _pivot;
    private int _count;

    /// <summary>Takes rows in, and changes them: near their mean products keep their digits.</summary>
    public void Add(AlignedMatrix rows)
    {
        _pivot ??= Mean(rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            TensorPrimitives.Subtract(rows[row], _pivot, rows[row]);
            TensorPrimitives.Add(_sum, rows[row], _sum);
        }

        using var transposed = rows.Transpose();
        using var products = MatrixProducts.Multiply(transposed, transposed);
        Parallel.For(0, columns, row => TensorPrimitives.Add(_products[row], products[row], _products[row]));
        _count += rows.Rows;
    }

    /// <summary>The mean of all rows.</summary>
    public float[] MeanOfAll()
    {
        var mean = new float[columns];
        TensorPrimitives.Divide(_sum, _count, mean);
        TensorPrimitives.Add(mean, _pivot, mean);
        return mean;
    }

    /// <summary>The covariance times the number of rows.</summary>
    public AlignedMatrix Scatter()
    {
        var scatter = new AlignedMatrix(columns, columns);
        for (var row = 0; row < columns; row++)
            TensorPrimitives.MultiplyAdd(_sum, -_sum[row] / _count, _products[row], scatter[scatter.AddRows()]);
        return scatter;
    }

    /// <summary>The space of all rows.</summary>
    public EmbeddingSpace Fit(int axes)
    {
        using var scatter = Scatter();
        using var eigenvectors = PrincipalAxes.LeadingEigenvectors(scatter, axes);
        var rows = new float[axes * columns];
        for (var axis = 0; axis < axes; axis++)
            eigenvectors[axis].CopyTo(rows.AsSpan(axis * columns));
        return EmbeddingSpace.Create(SpaceKind.Visual, 1, _count, MeanOfAll(), rows);
    }

    public void Dispose() => _products.Dispose();

    private static float[] Mean(AlignedMatrix rows)
    {
        var mean = new float[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
            TensorPrimitives.Add(mean, rows[row], mean);
        TensorPrimitives.Divide(mean, rows.Rows, mean);
        return mean;
    }

    private static AlignedMatrix Zeros(int size)
    {
        var matrix = new AlignedMatrix(size, size);
        matrix.AddRows(size);
        return matrix;
    }
}
