using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kindred.Search.Memory;

namespace Kindred.Search.Kernels;

/// <summary>
/// Dot products of rows that are aligned and padded with zeros to whole registers, as <see cref="AlignedMatrix"/> has them.
/// </summary>
internal static unsafe class DotProducts
{
    /// <summary>
    /// How far ahead of the multiplications memory is asked for, in floats: the machine itself stops at the ends of its pages.
    /// </summary>
    private const int Ahead = 256;

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

    /// <summary>Dot product of two rows: reported cosines, and the distances that a graph is built and walked by.</summary>
    /// <param name="a">One row.</param>
    /// <param name="b">The other row.</param>
    /// <param name="stride">The length that is summed; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <returns>The same number on every machine with fused multiply-adds, whatever the width of its registers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float One(float* a, float* b, int stride) => Vector512.IsHardwareAccelerated ? Wide(a, b, stride) : Half(a, b, stride);

    /// <summary>Writes <c>products[i] = rows[i] · query</c>, each as <see cref="One"/> sums it.</summary>
    /// <param name="rows">Rows that lie one after another.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="query">A row.</param>
    /// <param name="stride">Floats from row to row, and the length that is summed; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="products">Room for <paramref name="count"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Line(float* rows, int count, float* query, int stride, float* products)
    {
        for (var i = 0; i < count; i++, rows += stride)
            products[i] = Vector512.IsHardwareAccelerated ? Wide(query, rows, stride, Ahead) : Half(query, rows, stride);
    }

    /// <summary><see cref="One"/> in registers of 512 bits.</summary>
    /// <param name="a">One row.</param>
    /// <param name="b">The other row.</param>
    /// <param name="stride">The length that is summed.</param>
    /// <param name="ahead">Floats that <paramref name="b"/> is asked for ahead of the sums, unless 0; they need not exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Wide(float* a, float* b, int stride, int ahead = 0)
    {
        // Four sums at once: one alone would wait for the last multiply-add before it begins the next.
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var k = 0;
        for (; k + 64 <= stride; k += 64)
        {
            if (ahead != 0)
                Prefetch(b + k + ahead);
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 16), Vector512.LoadAligned(b + k + 16), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 32), Vector512.LoadAligned(b + k + 32), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 48), Vector512.LoadAligned(b + k + 48), s3);
        }

        for (; k < stride; k += 16)
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
        var sums = (s0 + s1) + (s2 + s3);
        return Vector256.Sum(sums.GetLower()) + Vector256.Sum(sums.GetUpper());
    }

    /// <summary><see cref="One"/> in registers of 256 bits: the sums of <see cref="Wide"/>, each in two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Half(float* a, float* b, int stride)
    {
        Vector256<float> low0 = default, low1 = default, low2 = default, low3 = default;
        Vector256<float> high0 = default, high1 = default, high2 = default, high3 = default;
        var k = 0;
        for (; k + 64 <= stride; k += 64)
        {
            low0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k), Vector256.LoadAligned(b + k), low0);
            high0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 8), Vector256.LoadAligned(b + k + 8), high0);
            low1 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 16), Vector256.LoadAligned(b + k + 16), low1);
            high1 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 24), Vector256.LoadAligned(b + k + 24), high1);
            low2 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 32), Vector256.LoadAligned(b + k + 32), low2);
            high2 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 40), Vector256.LoadAligned(b + k + 40), high2);
            low3 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 48), Vector256.LoadAligned(b + k + 48), low3);
            high3 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 56), Vector256.LoadAligned(b + k + 56), high3);
        }

        for (; k < stride; k += 16)
        {
            low0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k), Vector256.LoadAligned(b + k), low0);
            high0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k + 8), Vector256.LoadAligned(b + k + 8), high0);
        }

        return Vector256.Sum((low0 + low1) + (low2 + low3)) + Vector256.Sum((high0 + high1) + (high2 + high3));
    }

    /// <summary>Writes down where rows begin that lie one after another.</summary>
    public static void Point(float** pointers, float* rows, int count, int stride)
    {
        for (var row = 0; row < count; row++)
            pointers[row] = rows + ((nint)row * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* numbers)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(numbers);
        Sse.Prefetch0(numbers + 16);
        Sse.Prefetch0(numbers + 32);
        Sse.Prefetch0(numbers + 48);
    }
}
