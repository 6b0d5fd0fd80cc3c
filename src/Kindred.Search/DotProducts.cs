using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Search.Kernels;

namespace Kindred.Search;

/// <summary>
/// Dot products of rows that lie one after another: aligned, and padded with zeros to whole vectors, as <see cref="AlignedMatrix"/> has them.
/// </summary>
internal static unsafe class DotProducts
{
    /// <summary>Writes <c>results[i * resultStride + j] = a[i] · b[j]</c>, on the calling thread.</summary>
    /// <remarks>A pair's product is the same whatever other rows are handed over with it.</remarks>
    /// <param name="a">First row of the left side.</param>
    /// <param name="aRows">Number of rows on the left.</param>
    /// <param name="b">First row of the right side.</param>
    /// <param name="bRows">Number of rows on the right.</param>
    /// <param name="stride">Floats from row to row on both sides, and the length that is summed; a multiple of 16.</param>
    /// <param name="results">Room for <paramref name="aRows"/> rows.</param>
    /// <param name="resultStride">Floats from one row of results to the next, at least <paramref name="bRows"/>.</param>
    public static void Block(float* a, int aRows, float* b, int bRows, int stride, float* results, int resultStride)
    {
        using var product = BlockProduct.Create(aRows, bRows);
        var left = stackalloc float*[BlockProduct.MostRows];
        var right = stackalloc float*[BlockProduct.MostRows];
        for (var j = 0; j < bRows; j += BlockProduct.MostRows)
        {
            var columns = Math.Min(BlockProduct.MostRows, bRows - j);
            Point(right, b + ((nint)j * stride), columns, stride);
            for (var i = 0; i < aRows; i += BlockProduct.MostRows)
            {
                var rows = Math.Min(BlockProduct.MostRows, aRows - i);
                Point(left, a + ((nint)i * stride), rows, stride);
                product.Multiply(left, rows, right, columns, stride, results + ((nint)i * resultStride) + j, resultStride);
            }
        }
    }

    /// <summary>Dot product of two padded rows, always summed in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float One(float* a, float* b, int stride)
    {
        // Four sums at once: one alone would wait for the last multiply-add before it begins the next.
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            var k = 0;
            for (; k + 64 <= stride; k += 64)
            {
                s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 16), Vector512.LoadAligned(b + k + 16), s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 32), Vector512.LoadAligned(b + k + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 48), Vector512.LoadAligned(b + k + 48), s3);
            }

            for (; k < stride; k += 16)
                s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
            return Vector512.Sum((s0 + s1) + (s2 + s3));
        }

        Vector256<float> low = default, high = default;
        for (var k = 0; k < stride; k += 16)
        {
            low = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k), Vector256.LoadAligned(b + k), low);
            high = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 8), Vector256.LoadAligned(b + k + 8), high);
        }

        return Vector256.Sum(low + high);
    }

    /// <summary>Writes down where rows begin that lie one after another.</summary>
    public static void Point(float** pointers, float* rows, int count, int stride)
    {
        for (var row = 0; row < count; row++)
            pointers[row] = rows + ((nint)row * stride);
    }
}
