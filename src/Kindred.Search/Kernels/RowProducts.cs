using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Search.Memory;

namespace Kindred.Search.Kernels;

/// <summary>
/// Dot products of many rows with a few queries, where reading the rows takes longer than multiplying them: they are read once, in order,
/// and nothing is packed. What a row and a query give does not depend on the other rows. <see cref="DotProducts.Line"/> does it for one
/// query.
/// </summary>
internal static unsafe class RowProducts
{
    /// <summary>Rows and queries that <see cref="Tiles"/> takes at once.</summary>
    public const int TileRows = 4;

    /// <summary>Writes <c>products[q * productStride + i] = rows[i] · queries[q]</c> for <see cref="TileRows"/> queries.</summary>
    /// <param name="rows">Aligned rows, one after another.</param>
    /// <param name="count">How many rows, a multiple of <see cref="TileRows"/>.</param>
    /// <param name="queries">The beginnings of <see cref="TileRows"/> aligned rows, which may be one and the same.</param>
    /// <param name="stride">Floats from row to row, and the length that is summed; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="products">Room for <see cref="TileRows"/> lines.</param>
    /// <param name="productStride">Floats from one line of products to the next, at least <paramref name="count"/>.</param>
    public static void Tiles(float* rows, int count, float** queries, int stride, float* products, int productStride)
    {
        for (var i = 0; i < count; i += TileRows, rows += TileRows * (nint)stride, products += TileRows)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Tile(rows, queries, stride, products, productStride);
                continue;
            }

            // Half as many registers of half the width: two rows at a time.
            HalfTile(rows, queries, stride, products, productStride);
            HalfTile(rows + (2 * (nint)stride), queries, stride, products + 2, productStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* row, float** queries, int stride, float* products, nint productStride)
    {
        float* y0 = queries[0], y1 = queries[1], y2 = queries[2], y3 = queries[3];
        float* row1 = row + stride, row2 = row1 + stride, row3 = row2 + stride;
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default, s33 = default;
        for (var k = 0; k < stride; k += 16)
        {
            var x0 = Vector512.LoadAligned(row + k);
            var x1 = Vector512.LoadAligned(row1 + k);
            var x2 = Vector512.LoadAligned(row2 + k);
            var x3 = Vector512.LoadAligned(row3 + k);
            var y = Vector512.LoadAligned(y0 + k);
            s00 = Vector512.FusedMultiplyAdd(x0, y, s00);
            s01 = Vector512.FusedMultiplyAdd(x1, y, s01);
            s02 = Vector512.FusedMultiplyAdd(x2, y, s02);
            s03 = Vector512.FusedMultiplyAdd(x3, y, s03);
            y = Vector512.LoadAligned(y1 + k);
            s10 = Vector512.FusedMultiplyAdd(x0, y, s10);
            s11 = Vector512.FusedMultiplyAdd(x1, y, s11);
            s12 = Vector512.FusedMultiplyAdd(x2, y, s12);
            s13 = Vector512.FusedMultiplyAdd(x3, y, s13);
            y = Vector512.LoadAligned(y2 + k);
            s20 = Vector512.FusedMultiplyAdd(x0, y, s20);
            s21 = Vector512.FusedMultiplyAdd(x1, y, s21);
            s22 = Vector512.FusedMultiplyAdd(x2, y, s22);
            s23 = Vector512.FusedMultiplyAdd(x3, y, s23);
            y = Vector512.LoadAligned(y3 + k);
            s30 = Vector512.FusedMultiplyAdd(x0, y, s30);
            s31 = Vector512.FusedMultiplyAdd(x1, y, s31);
            s32 = Vector512.FusedMultiplyAdd(x2, y, s32);
            s33 = Vector512.FusedMultiplyAdd(x3, y, s33);
        }

        Vector128.Store(Sums(s00, s01, s02, s03), products);
        Vector128.Store(Sums(s10, s11, s12, s13), products + productStride);
        Vector128.Store(Sums(s20, s21, s22, s23), products + (2 * productStride));
        Vector128.Store(Sums(s30, s31, s32, s33), products + (3 * productStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfTile(float* row, float** queries, int stride, float* products, nint productStride)
    {
        float* y0 = queries[0], y1 = queries[1], y2 = queries[2], y3 = queries[3];
        float* row1 = row + stride;
        Vector256<float> s00 = default, s01 = default;
        Vector256<float> s10 = default, s11 = default;
        Vector256<float> s20 = default, s21 = default;
        Vector256<float> s30 = default, s31 = default;
        for (var k = 0; k < stride; k += 8)
        {
            var x0 = Vector256.LoadAligned(row + k);
            var x1 = Vector256.LoadAligned(row1 + k);
            var y = Vector256.LoadAligned(y0 + k);
            s00 = Vector256.FusedMultiplyAdd(x0, y, s00);
            s01 = Vector256.FusedMultiplyAdd(x1, y, s01);
            y = Vector256.LoadAligned(y1 + k);
            s10 = Vector256.FusedMultiplyAdd(x0, y, s10);
            s11 = Vector256.FusedMultiplyAdd(x1, y, s11);
            y = Vector256.LoadAligned(y2 + k);
            s20 = Vector256.FusedMultiplyAdd(x0, y, s20);
            s21 = Vector256.FusedMultiplyAdd(x1, y, s21);
            y = Vector256.LoadAligned(y3 + k);
            s30 = Vector256.FusedMultiplyAdd(x0, y, s30);
            s31 = Vector256.FusedMultiplyAdd(x1, y, s31);
        }

        Vector64.Store(Vector64.Create(Vector256.Sum(s00), Vector256.Sum(s01)), products);
        Vector64.Store(Vector64.Create(Vector256.Sum(s10), Vector256.Sum(s11)), products + productStride);
        Vector64.Store(Vector64.Create(Vector256.Sum(s20), Vector256.Sum(s21)), products + (2 * productStride));
        Vector64.Store(Vector64.Create(Vector256.Sum(s30), Vector256.Sum(s31)), products + (3 * productStride));
    }

    private static Vector128<float> Sums(Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3) =>
        Vector128.Create(Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
}
