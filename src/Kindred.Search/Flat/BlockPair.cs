using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>Two blocks of a table's rows, compared with each other: one thread's scratch for <see cref="AllPairs"/>.</summary>
internal sealed unsafe class BlockPair : IDisposable
{
    private readonly VectorTable _vectors;
    private readonly NearestNeighbors[] _found;
    private readonly Func<int, int, bool>? _include;
    private readonly int _size;
    private readonly BlockProduct _product;
    private readonly AlignedMatrix _products;

    /// <summary>
    /// Three rows: the biases on the left, those on the right, and how near the next neighbor of those on the right has to be.
    /// </summary>
    private readonly AlignedMatrix _sides;

    private int _left;
    private int _right;
    private int _leftRows;
    private int _rightRows;

    /// <summary>Makes room for blocks of <paramref name="size"/> rows, at most <see cref="BlockProduct.MostRows"/>.</summary>
    public BlockPair(VectorTable vectors, int size, NearestNeighbors[] found, Func<int, int, bool>? include)
    {
        _vectors = vectors;
        _found = found;
        _include = include;
        _size = size;
        _product = BlockProduct.Create(size, size);
        _products = new AlignedMatrix(size, size);
        _products.AddRows(size);
        _sides = new AlignedMatrix(size, 3);
        _sides.AddRows(3);
    }

    /// <summary>Multiplies the blocks that begin with these ids; they may be one and the same.</summary>
    public void Multiply(int left, int right)
    {
        (_left, _right) = (left, right);
        _leftRows = Math.Min(_size, _found.Length - left);
        _rightRows = Math.Min(_size, _found.Length - right);
        var leftRows = stackalloc float*[BlockProduct.MostRows];
        var rightRows = stackalloc float*[BlockProduct.MostRows];
        Point(leftRows, left, _leftRows, _sides[0]);
        Point(rightRows, right, _rightRows, _sides[1]);

        _product.Multiply(leftRows, _leftRows, rightRows, _rightRows, _vectors.Stride, _products.RowPointer(0), _products.Stride);
    }

    /// <summary>Offers the rows on the right to those on the left, whose heaps are the caller's meanwhile.</summary>
    public void OfferRight()
    {
        for (var i = 0; i < _leftRows; i++)
        {
            var query = _left + i;
            Selection.OfferLine(
                _products.RowPointer(i), _sides.RowPointer(1), _rightRows, _right, _found[query], query, _include);
        }
    }

    /// <summary>Offers the rows on the left to those on the right, whose heaps are the caller's meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OfferLeft()
    {
        var products = _products.RowPointer(0);
        var stride = (nint)_products.Stride;
        var biases = _sides.RowPointer(0);
        var thresholds = _sides.RowPointer(2);
        for (var j = 0; j < _rightRows; j++)
            thresholds[j] = _found[_right + j].Threshold;

        // Sixteen rows on the right at a time, whose heaps then stay in the cache.
        for (var j = 0; j < _rightRows; j += 16)
        {
            var lanes = Selection.Lanes(_rightRows - j);
            var threshold = Vector512.Load(thresholds + j);
            for (var i = 0; i < _leftRows; i++)
            {
                var closeness = Vector512.Load(products + (i * stride) + j) - Vector512.Create(biases[i]);
                var near = Vector512.GreaterThanOrEqual(closeness, threshold).ExtractMostSignificantBits() & lanes;
                if (near == 0)
                    continue;
                OfferNear(near, closeness, _left + i, j, thresholds + j);
                threshold = Vector512.Load(thresholds + j);
            }
        }
    }

    public void Dispose()
    {
        _product.Dispose();
        _products.Dispose();
        _sides.Dispose();
    }

    private void Point(float** rows, int first, int count, Span<float> biases)
    {
        for (var row = 0; row < count; row++)
        {
            rows[row] = _vectors.Row(first + row);
            biases[row] = _vectors.Bias(first + row);
        }
    }

    private void OfferNear(ulong near, Vector512<float> closeness, int id, int first, float* thresholds)
    {
        for (; near != 0; near &= near - 1)
        {
            var lane = BitOperations.TrailingZeroCount(near);
            var query = _right + first + lane;
            if (_include?.Invoke(query, id) == false)
                continue;
            _found[query].Offer(id, closeness[lane]);
            thresholds[lane] = _found[query].Threshold;
        }
    }
}
