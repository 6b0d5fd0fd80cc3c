using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Search;

/// <summary>
/// Dot products of many rows with many rows: the one kernel under search, neighbor lists and projections. Rows come from
/// <see cref="AlignedMatrix"/>: aligned, and padded with zeros to whole vectors.
/// </summary>
/// <remarks>
/// Tiles of 4 × 4 rows keep sixteen sums in registers while eight rows are read, two multiply-adds for each load. Long rows are cut
/// into pieces so that the rows of a block stay in the second-level cache (the blocking of Goto and van de Geijn, 2008). The sums of
/// a pair are always taken in the same order, so results do not depend on threads or blocks.
/// </remarks>
internal static unsafe class DotProducts
{
    /// <summary>Rows of each side that callers do well to hand over at once.</summary>
    public const int BlockRows = 128;

    private const int PieceLength = 512;

    /// <summary>Writes <c>results[i * resultStride + j] = a[i] · b[j]</c>.</summary>
    /// <param name="a">First row of the left side.</param>
    /// <param name="aRows">Number of rows on the left.</param>
    /// <param name="b">First row of the right side.</param>
    /// <param name="bRows">Number of rows on the right.</param>
    /// <param name="stride">Floats from row to row on both sides, and the length that is summed; a multiple of 16.</param>
    /// <param name="results">Room for <paramref name="aRows"/> rows.</param>
    /// <param name="resultStride">Floats from one row of results to the next, at least <paramref name="bRows"/>.</param>
    public static void Block(float* a, int aRows, float* b, int bRows, int stride, float* results, int resultStride)
    {
        for (var start = 0; start < stride; start += PieceLength)
        {
            var length = Math.Min(PieceLength, stride - start);
            for (var i = 0; i < aRows; i += 4)
            {
                var rows = Math.Min(4, aRows - i);
                for (var j = 0; j < bRows; j += 4)
                {
                    var columns = Math.Min(4, bRows - j);
                    var left = a + ((nint)i * stride) + start;
                    var right = b + ((nint)j * stride) + start;
                    var target = results + ((nint)i * resultStride) + j;
                    if (rows == 4 && columns == 4)
                        Tile(left, right, stride, length, target, resultStride, add: start > 0);
                    else
                        Edge(left, rows, right, columns, stride, length, target, resultStride, add: start > 0);
                }
            }
        }
    }

    /// <summary>Dot product of two padded rows, summed in the same order as <see cref="Block"/> sums them.</summary>
    public static float One(float* a, float* b, int stride)
    {
        var sum = 0f;
        for (var start = 0; start < stride; start += PieceLength)
            sum += Piece(a + start, b + start, Math.Min(PieceLength, stride - start));
        return sum;
    }

    private static void Edge(
        float* a, int aRows, float* b, int bRows, int stride, int length, float* results, int resultStride, bool add)
    {
        for (var i = 0; i < aRows; i++)
        {
            for (var j = 0; j < bRows; j++)
            {
                var sum = Piece(a + ((nint)i * stride), b + ((nint)j * stride), length);
                ref var target = ref results[((nint)i * resultStride) + j];
                target = add ? target + sum : sum;
            }
        }
    }

    private static float Piece(float* a, float* b, int length)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var wide = Vector512<float>.Zero;
            for (var k = 0; k < length; k += 16)
                wide = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), wide);
            return Vector512.Sum(wide);
        }

        var sum = Vector256<float>.Zero;
        for (var k = 0; k < length; k += 8)
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + k), Vector256.LoadAligned(b + k), sum);
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float* a, float* b, int stride, int length, float* results, int resultStride, bool add)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            // Half as many registers of half the width: two rows at a time on the left.
            HalfTile(a, b, stride, length, results, resultStride, add);
            HalfTile(a + (2 * (nint)stride), b, stride, length, results + (2 * (nint)resultStride), resultStride, add);
            return;
        }

        float* a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride;
        float* b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default, s33 = default;
        for (var k = 0; k < length; k += 16)
        {
            var y0 = Vector512.LoadAligned(b + k);
            var y1 = Vector512.LoadAligned(b1 + k);
            var y2 = Vector512.LoadAligned(b2 + k);
            var y3 = Vector512.LoadAligned(b3 + k);
            var x = Vector512.LoadAligned(a + k);
            s00 = Vector512.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, y1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, y2, s02);
            s03 = Vector512.FusedMultiplyAdd(x, y3, s03);
            x = Vector512.LoadAligned(a1 + k);
            s10 = Vector512.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, y1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, y2, s12);
            s13 = Vector512.FusedMultiplyAdd(x, y3, s13);
            x = Vector512.LoadAligned(a2 + k);
            s20 = Vector512.FusedMultiplyAdd(x, y0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, y1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, y2, s22);
            s23 = Vector512.FusedMultiplyAdd(x, y3, s23);
            x = Vector512.LoadAligned(a3 + k);
            s30 = Vector512.FusedMultiplyAdd(x, y0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, y1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, y2, s32);
            s33 = Vector512.FusedMultiplyAdd(x, y3, s33);
        }

        Write(results, Sums(s00, s01, s02, s03), add);
        Write(results + resultStride, Sums(s10, s11, s12, s13), add);
        Write(results + (2 * (nint)resultStride), Sums(s20, s21, s22, s23), add);
        Write(results + (3 * (nint)resultStride), Sums(s30, s31, s32, s33), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfTile(float* a, float* b, int stride, int length, float* results, int resultStride, bool add)
    {
        float* a1 = a + stride;
        float* b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
        Vector256<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector256<float> s10 = default, s11 = default, s12 = default, s13 = default;
        for (var k = 0; k < length; k += 8)
        {
            var y0 = Vector256.LoadAligned(b + k);
            var y1 = Vector256.LoadAligned(b1 + k);
            var y2 = Vector256.LoadAligned(b2 + k);
            var y3 = Vector256.LoadAligned(b3 + k);
            var x = Vector256.LoadAligned(a + k);
            s00 = Vector256.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector256.FusedMultiplyAdd(x, y1, s01);
            s02 = Vector256.FusedMultiplyAdd(x, y2, s02);
            s03 = Vector256.FusedMultiplyAdd(x, y3, s03);
            x = Vector256.LoadAligned(a1 + k);
            s10 = Vector256.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector256.FusedMultiplyAdd(x, y1, s11);
            s12 = Vector256.FusedMultiplyAdd(x, y2, s12);
            s13 = Vector256.FusedMultiplyAdd(x, y3, s13);
        }

        Write(results, Sums(s00, s01, s02, s03), add);
        Write(results + resultStride, Sums(s10, s11, s12, s13), add);
    }

    private static Vector128<float> Sums(Vector256<float> s0, Vector256<float> s1, Vector256<float> s2, Vector256<float> s3) =>
        Vector128.Create(Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2), Vector256.Sum(s3));

    private static Vector128<float> Sums(Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3) =>
        Vector128.Create(Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));

    private static void Write(float* target, Vector128<float> sums, bool add) =>
        Vector128.Store(add ? Vector128.Load(target) + sums : sums, target);
}
