using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Search.Kernels;

/// <summary>
/// Panels of eight rows for machines with 256-bit registers: tiles of 4 × 24 keep 12 sums in registers, 7 loads for 12 multiply-adds.
/// </summary>
internal sealed unsafe class Panels256 : IPanelKernel
{
    private const int Width = 8;

    private Panels256()
    {
    }

    public static int Lanes => Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float** rows, int count, int start, int length, float* panel)
    {
        if (!Avx.IsSupported || count < Width)
        {
            PlainPacker.Pack(rows, count, start, length, panel, Width);
            return;
        }

        for (var k = start; k < start + length; k += Width, panel += Width * Width)
        {
            // Four rows each: their numbers k and k + 4 side by side in q0, one further on in q1, and so on.
            Quads(rows, k, out var a0, out var a1, out var a2, out var a3);
            Quads(rows + 4, k, out var b0, out var b1, out var b2, out var b3);
            Spread(a0, b0, panel);
            Spread(a1, b1, panel + Width);
            Spread(a2, b2, panel + (2 * Width));
            Spread(a3, b3, panel + (3 * Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(float* left, float* right, int length, float* results, nint resultStride, bool add)
    {
        Vector256<float> s00 = default;
        Vector256<float> s10 = default;
        Vector256<float> s20 = default;
        Vector256<float> s30 = default;
        for (var end = left + ((nint)length * Width); left < end; left += Width)
        {
            var y0 = Vector256.LoadAligned(right);
            var x = Vector256.Create(*left);
            s00 = Vector256.FusedMultiplyAdd(x, y0, s00);
            x = Vector256.Create(left[1]);
            s10 = Vector256.FusedMultiplyAdd(x, y0, s10);
            x = Vector256.Create(left[2]);
            s20 = Vector256.FusedMultiplyAdd(x, y0, s20);
            x = Vector256.Create(left[3]);
            s30 = Vector256.FusedMultiplyAdd(x, y0, s30);
            right += Width;
        }

        Write(results, s00, add);
        Write(results + resultStride, s10, add);
        Write(results + (2 * resultStride), s20, add);
        Write(results + (3 * resultStride), s30, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Three(float* left, float* right, int length, float* results, nint resultStride, bool add)
    {
        float* right1 = right + ((nint)length * Width), right2 = right1 + ((nint)length * Width);
        Vector256<float> s00 = default, s01 = default, s02 = default;
        Vector256<float> s10 = default, s11 = default, s12 = default;
        Vector256<float> s20 = default, s21 = default, s22 = default;
        Vector256<float> s30 = default, s31 = default, s32 = default;
        for (var end = left + ((nint)length * Width); left < end; left += Width)
        {
            var y0 = Vector256.LoadAligned(right);
            var y1 = Vector256.LoadAligned(right1);
            var y2 = Vector256.LoadAligned(right2);
            var x = Vector256.Create(*left);
            s00 = Vector256.FusedMultiplyAdd(x, y0, s00);
            s01 = Vector256.FusedMultiplyAdd(x, y1, s01);
            s02 = Vector256.FusedMultiplyAdd(x, y2, s02);
            x = Vector256.Create(left[1]);
            s10 = Vector256.FusedMultiplyAdd(x, y0, s10);
            s11 = Vector256.FusedMultiplyAdd(x, y1, s11);
            s12 = Vector256.FusedMultiplyAdd(x, y2, s12);
            x = Vector256.Create(left[2]);
            s20 = Vector256.FusedMultiplyAdd(x, y0, s20);
            s21 = Vector256.FusedMultiplyAdd(x, y1, s21);
            s22 = Vector256.FusedMultiplyAdd(x, y2, s22);
            x = Vector256.Create(left[3]);
            s30 = Vector256.FusedMultiplyAdd(x, y0, s30);
            s31 = Vector256.FusedMultiplyAdd(x, y1, s31);
            s32 = Vector256.FusedMultiplyAdd(x, y2, s32);
            right += Width;
            right1 += Width;
            right2 += Width;
        }

        Write(results, s00, s01, s02, add);
        Write(results + resultStride, s10, s11, s12, add);
        Write(results + (2 * resultStride), s20, s21, s22, add);
        Write(results + (3 * resultStride), s30, s31, s32, add);
    }

    /// <summary>Turns 4 × 4 squares of four rows on their side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads(
        float** rows, int k, out Vector256<float> q0, out Vector256<float> q1, out Vector256<float> q2, out Vector256<float> q3)
    {
        var r0 = Vector256.LoadAligned(rows[0] + k);
        var r1 = Vector256.LoadAligned(rows[1] + k);
        var r2 = Vector256.LoadAligned(rows[2] + k);
        var r3 = Vector256.LoadAligned(rows[3] + k);
        var low01 = Avx.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        q0 = Avx.UnpackLow(low01, low23).AsSingle();
        q1 = Avx.UnpackHigh(low01, low23).AsSingle();
        q2 = Avx.UnpackLow(high01, high23).AsSingle();
        q3 = Avx.UnpackHigh(high01, high23).AsSingle();
    }

    /// <summary>Writes the two lines of a panel that two quads of rows have a half of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector256<float> a, Vector256<float> b, float* panel)
    {
        Vector256.StoreAligned(Avx.Permute2x128(a, b, 0x20), panel);
        Vector256.StoreAligned(Avx.Permute2x128(a, b, 0x31), panel + (4 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* target, Vector256<float> s0, Vector256<float> s1, Vector256<float> s2, bool add)
    {
        Write(target, s0, add);
        Write(target + Width, s1, add);
        Write(target + (2 * Width), s2, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* target, Vector256<float> sums, bool add) =>
        Vector256.Store(add ? Vector256.Load(target) + sums : sums, target);
}
