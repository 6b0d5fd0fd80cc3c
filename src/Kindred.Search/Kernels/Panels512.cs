using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Search.Kernels;

/// <summary>
/// Panels of sixteen rows for machines with 512-bit registers: tiles of 8 × 48 keep 24 sums in registers, 11 loads for 24 multiply-adds.
/// </summary>
internal sealed unsafe class Panels512 : IPanelKernel
{
    private const int Width = 16;

    private Panels512()
    {
    }

    public static int Lanes => Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float** rows, int count, int start, int length, float* panel)
    {
        if (!Avx512F.IsSupported || count < Width)
        {
            PlainPacker.Pack(rows, count, start, length, panel, Width);
            return;
        }

        for (var k = start; k < start + length; k += Width, panel += Width * Width)
        {
            // Four rows each: their numbers k, k + 4, k + 8 and k + 12 side by side in q0, one further on in q1, and so on.
            Quads(rows, k, out var a0, out var a1, out var a2, out var a3);
            Quads(rows + 4, k, out var b0, out var b1, out var b2, out var b3);
            Quads(rows + 8, k, out var c0, out var c1, out var c2, out var c3);
            Quads(rows + 12, k, out var d0, out var d1, out var d2, out var d3);
            Spread(a0, b0, c0, d0, panel);
            Spread(a1, b1, c1, d1, panel + Width);
            Spread(a2, b2, c2, d2, panel + (2 * Width));
            Spread(a3, b3, c3, d3, panel + (3 * Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(float* left, float* right, int length, float* results, nint resultStride, bool add)
    {
        Vector512<float> s00 = default;
        Vector512<float> s10 = default;
        Vector512<float> s20 = default;
        Vector512<float> s30 = default;
        Vector512<float> s40 = default;
        Vector512<float> s50 = default;
        Vector512<float> s60 = default;
        Vector512<float> s70 = default;
        for (var end = left + ((nint)length * Width); left < end; left += Width)
        {
            var y0 = Vector512.LoadAligned(right);
            var x = Vector512.Create(*left);
            s00 = Vector512.FusedMultiplyAdd(x, y0, s00);
            x = Vector512.Create(left[1]);
            s10 = Vector512.FusedMultiplyAdd(x, y0, s10);
            x = Vector512.Create(left[2]);
            s20 = Vector512.FusedMultiplyAdd(x, y0, s20);
            x = Vector512.Create(left[3]);
            s30 = Vector512.FusedMultiplyAdd(x, y0, s30);
            x = Vector512.Create(left[4]);
            s40 = Vector512.FusedMultiplyAdd(x, y0, s40);
            x = Vector512.Create(left[5]);
            s50 = Vector512.FusedMultiplyAdd(x, y0, s50);
            x = Vector512.Create(left[6]);
            s60 = Vector512.FusedMultiplyAdd(x, y0, s60);
            x = Vector512.Create(left[7]);
            s70 = Vector512.FusedMultiplyAdd(x, y0, s70);
            right += Width;
        }

        Write(results, s00, add);
        Write(results + resultStride, s10, add);
        Write(results + (2 * resultStride), s20, add);
        Write(results + (3 * resultStride), s30, add);
        Write(results + (4 * resultStride), s40, add);
        Write(results + (5 * resultStride), s50, add);
        Write(results + (6 * resultStride), s60, add);
        Write(results + (7 * resultStride), s70, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Three(float* left, float* right, int length, float* results, nint resultStride, bool add)
    {
        float* right1 = right + ((nint)length * Width), right2 = right1 + ((nint)length * Width);
        Vector512<float> s00 = default, s01 = default, s02 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default;
        Vector512<float> s40 = default, s41 = default, s42 = default;
        Vector512<float> s50 = default, s51 = default, s52 = default;
        Vector512<float> s60 = default, s61 = default, s62 = default;
        Vector512<float> s70 = default, s71 = default, s72 = default;
        for (var end = left + ((nint)length * Width); left < end; left += Width)
        {
            var y0 = Vector512.LoadAligned(right);
            var y1 = Vector512.LoadAligned(right1);
            var y2 = Vector512.LoadAligned(right2);
            var x = Vector512.Create(*left);
            s00 = Vector512.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, y1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, y2, s02);
            x = Vector512.Create(left[1]);
            s10 = Vector512.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, y1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, y2, s12);
            x = Vector512.Create(left[2]);
            s20 = Vector512.FusedMultiplyAdd(x, y0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, y1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, y2, s22);
            x = Vector512.Create(left[3]);
            s30 = Vector512.FusedMultiplyAdd(x, y0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, y1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, y2, s32);
            x = Vector512.Create(left[4]);
            s40 = Vector512.FusedMultiplyAdd(x, y0, s40);
            s41 = Vector512.FusedMultiplyAdd(x, y1, s41);
            s42 = Vector512.FusedMultiplyAdd(x, y2, s42);
            x = Vector512.Create(left[5]);
            s50 = Vector512.FusedMultiplyAdd(x, y0, s50);
            s51 = Vector512.FusedMultiplyAdd(x, y1, s51);
            s52 = Vector512.FusedMultiplyAdd(x, y2, s52);
            x = Vector512.Create(left[6]);
            s60 = Vector512.FusedMultiplyAdd(x, y0, s60);
            s61 = Vector512.FusedMultiplyAdd(x, y1, s61);
            s62 = Vector512.FusedMultiplyAdd(x, y2, s62);
            x = Vector512.Create(left[7]);
            s70 = Vector512.FusedMultiplyAdd(x, y0, s70);
            s71 = Vector512.FusedMultiplyAdd(x, y1, s71);
            s72 = Vector512.FusedMultiplyAdd(x, y2, s72);
            right += Width;
            right1 += Width;
            right2 += Width;
        }

        Write(results, s00, s01, s02, add);
        Write(results + resultStride, s10, s11, s12, add);
        Write(results + (2 * resultStride), s20, s21, s22, add);
        Write(results + (3 * resultStride), s30, s31, s32, add);
        Write(results + (4 * resultStride), s40, s41, s42, add);
        Write(results + (5 * resultStride), s50, s51, s52, add);
        Write(results + (6 * resultStride), s60, s61, s62, add);
        Write(results + (7 * resultStride), s70, s71, s72, add);
    }

    /// <summary>Turns 4 × 4 squares of four rows on their side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads(
        float** rows, int k, out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        var r0 = Vector512.LoadAligned(rows[0] + k);
        var r1 = Vector512.LoadAligned(rows[1] + k);
        var r2 = Vector512.LoadAligned(rows[2] + k);
        var r3 = Vector512.LoadAligned(rows[3] + k);
        var low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        q0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        q1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        q2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        q3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    /// <summary>Writes the lines of a panel that four quads of rows have a quarter of each: every fourth one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* panel)
    {
        var even01 = Avx512F.Shuffle4x128(a, b, 0x88);
        var odd01 = Avx512F.Shuffle4x128(a, b, 0xDD);
        var even23 = Avx512F.Shuffle4x128(c, d, 0x88);
        var odd23 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Vector512.StoreAligned(Avx512F.Shuffle4x128(even01, even23, 0x88), panel);
        Vector512.StoreAligned(Avx512F.Shuffle4x128(odd01, odd23, 0x88), panel + (4 * Width));
        Vector512.StoreAligned(Avx512F.Shuffle4x128(even01, even23, 0xDD), panel + (8 * Width));
        Vector512.StoreAligned(Avx512F.Shuffle4x128(odd01, odd23, 0xDD), panel + (12 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* target, Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, bool add)
    {
        Write(target, s0, add);
        Write(target + Width, s1, add);
        Write(target + (2 * Width), s2, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* target, Vector512<float> sums, bool add) =>
        Vector512.Store(add ? Vector512.Load(target) + sums : sums, target);
}
