using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>
/// Sums over rows of factors, which are aligned and padded with zeros as <see cref="AlignedMatrix"/> has them. Every number is summed by
/// itself and in one order, so the width of registers does not show.
/// </summary>
internal static unsafe class FactorKernels
{
    private const int Width = 8;

    /// <summary>Floats that are summed at once: as many as fit registers beside what they are made of.</summary>
    private const int Panel = 64;

    /// <summary>Adds a row times a number to another.</summary>
    /// <param name="row">The row.</param>
    /// <param name="factor">The number.</param>
    /// <param name="sum">What it is added to.</param>
    /// <param name="stride">Floats in a row; a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* row, float factor, float* sum, int stride)
    {
        var all = Vector256.Create(factor);
        for (var k = 0; k < stride; k += Width)
            Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(row + k), Vector256.LoadAligned(sum + k)).StoreAligned(sum + k);
    }

    /// <summary>Multiplies a row with a symmetric matrix: the sum of the matrix's rows, each times a number of the row.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Its rows; as many numbers of <paramref name="row"/> count.</param>
    /// <param name="row">The row.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="product">Room for a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* matrix, int rows, float* row, int stride, float* product)
    {
        var k = 0;
        for (; k + Panel <= stride; k += Panel)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            var at = matrix + k;
            for (var i = 0; i < rows; i++, at += stride)
            {
                var all = Vector256.Create(row[i]);
                s0 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at), s0);
                s1 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + Width), s1);
                s2 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (2 * Width)), s2);
                s3 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (3 * Width)), s3);
                s4 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (4 * Width)), s4);
                s5 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (5 * Width)), s5);
                s6 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (6 * Width)), s6);
                s7 = Vector256.FusedMultiplyAdd(all, Vector256.LoadAligned(at + (7 * Width)), s7);
            }

            s0.StoreAligned(product + k);
            s1.StoreAligned(product + k + Width);
            s2.StoreAligned(product + k + (2 * Width));
            s3.StoreAligned(product + k + (3 * Width));
            s4.StoreAligned(product + k + (4 * Width));
            s5.StoreAligned(product + k + (5 * Width));
            s6.StoreAligned(product + k + (6 * Width));
            s7.StoreAligned(product + k + (7 * Width));
        }

        for (; k < stride; k += Width)
        {
            Vector256<float> sum = default;
            for (var i = 0; i < rows; i++)
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(row[i]), Vector256.LoadAligned(matrix + ((nint)i * stride) + k), sum);
            sum.StoreAligned(product + k);
        }
    }
}
