using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Search.Quantization;

/// <summary>
/// Dot products of a query in 16-bit steps with codes of 8 bits, in whole numbers, so that their order and the width of the registers do
/// not matter. Lengths are multiples of <see cref="ScalarQuantizer.Lane"/>; <see cref="EncodedQuery"/> sees to it that no sum overflows.
/// </summary>
/// <remarks>
/// Codes are widened to 16 bits and multiplied in pairs that are added at once (vpmaddwd). Four rows share a load of the query, which
/// leaves the reading of the codes as what takes the time. The processor does not see far enough ahead by itself when four short rows
/// are read at once: told what comes two pages later, it reads half as fast again.
/// </remarks>
internal static unsafe class QuantizedProducts
{
    /// <summary>Bytes that are fetched ahead, counting those alone that are read.</summary>
    private const int Ahead = 8192;

    /// <summary>Writes the products of a query with rows that lie one after another.</summary>
    /// <param name="query">Of length <paramref name="length"/>.</param>
    /// <param name="codes">The first row, from where it is multiplied.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="length">The length that is summed.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="products">Room for <paramref name="rows"/> rounded up to a multiple of 4.</param>
    public static void Block(short* query, sbyte* codes, int stride, int length, int rows, int* products)
    {
        var ahead = Math.Max(1, Ahead / Math.Max(1, length)) * stride;
        for (var row = 0; row < rows; row += 4)
        {
            var first = codes + ((nint)row * stride);
            // Rows that are not there are replaced by the last.
            var left = rows - row - 1;
            Four(
                query,
                first,
                first + ((nint)Math.Min(1, left) * stride),
                first + ((nint)Math.Min(2, left) * stride),
                first + ((nint)Math.Min(3, left) * stride),
                length,
                products + row,
                ahead);
        }
    }

    /// <summary>The product of a query with one row.</summary>
    public static int One(short* query, sbyte* code, int length)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<int> even = default, odd = default;
            for (var k = 0; k < length; k += 64)
            {
                even = Add(even, Vector512.Load(query + k), code + k);
                odd = Add(odd, Vector512.Load(query + k + 32), code + k + 32);
            }

            return Vector512.Sum(even + odd);
        }

        if (Avx2.IsSupported)
        {
            Vector256<int> even = default, odd = default;
            for (var k = 0; k < length; k += 32)
            {
                even = Add(even, Vector256.Load(query + k), code + k);
                odd = Add(odd, Vector256.Load(query + k + 16), code + k + 16);
            }

            return Vector256.Sum(even + odd);
        }

        Vector128<int> sum = default;
        for (var k = 0; k < length; k += 16)
            sum = Add(sum, query + k, code + k);
        return Vector128.Sum(sum);
    }

    /// <summary>Writes the products of a query with four rows that may lie anywhere.</summary>
    /// <param name="query">Of length <paramref name="length"/>.</param>
    /// <param name="a">The first row.</param>
    /// <param name="b">The second row.</param>
    /// <param name="c">The third row.</param>
    /// <param name="d">The fourth row.</param>
    /// <param name="length">The length that is summed.</param>
    /// <param name="products">Room for four.</param>
    /// <param name="ahead">What lies so many bytes behind is fetched from memory, unless 0; it need not exist.</param>
    public static void Four(short* query, sbyte* a, sbyte* b, sbyte* c, sbyte* d, int length, int* products, int ahead = 0)
    {
        if (Avx512BW.IsSupported)
            FourWide(query, a, b, c, d, length, products, ahead);
        else if (Avx2.IsSupported)
            FourHalf(query, a, b, c, d, length, products, ahead);
        else
            FourPortable(query, a, b, c, d, length, products);
    }

    /// <summary><see cref="Four"/> with 512 bits, where <see cref="Avx512BW"/> is supported.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourWide(short* query, sbyte* a, sbyte* b, sbyte* c, sbyte* d, int length, int* products, int ahead = 0)
    {
        Vector512<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = 0; k < length; k += 64)
        {
            if (ahead > 0)
                Prefetch(a + k + ahead, b + k + ahead, c + k + ahead, d + k + ahead);

            var steps = Vector512.Load(query + k);
            s0 = Add(s0, steps, a + k);
            s1 = Add(s1, steps, b + k);
            s2 = Add(s2, steps, c + k);
            s3 = Add(s3, steps, d + k);
            steps = Vector512.Load(query + k + 32);
            s0 = Add(s0, steps, a + k + 32);
            s1 = Add(s1, steps, b + k + 32);
            s2 = Add(s2, steps, c + k + 32);
            s3 = Add(s3, steps, d + k + 32);
        }

        Vector128.Store(
            Sums(
                s0.GetLower() + s0.GetUpper(), s1.GetLower() + s1.GetUpper(), s2.GetLower() + s2.GetUpper(),
                s3.GetLower() + s3.GetUpper()),
            products);
    }

    /// <summary><see cref="Four"/> with 256 bits, where <see cref="Avx2"/> is supported.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourHalf(short* query, sbyte* a, sbyte* b, sbyte* c, sbyte* d, int length, int* products, int ahead = 0)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = 0; k < length; k += 16)
        {
            if (ahead > 0 && k % 64 == 0)
                Prefetch(a + k + ahead, b + k + ahead, c + k + ahead, d + k + ahead);

            var steps = Vector256.Load(query + k);
            s0 = Add(s0, steps, a + k);
            s1 = Add(s1, steps, b + k);
            s2 = Add(s2, steps, c + k);
            s3 = Add(s3, steps, d + k);
        }

        Vector128.Store(Sums(s0, s1, s2, s3), products);
    }

    /// <summary><see cref="Four"/> for any processor.</summary>
    internal static void FourPortable(short* query, sbyte* a, sbyte* b, sbyte* c, sbyte* d, int length, int* products)
    {
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = 0; k < length; k += 16)
        {
            s0 = Add(s0, query + k, a + k);
            s1 = Add(s1, query + k, b + k);
            s2 = Add(s2, query + k, c + k);
            s3 = Add(s3, query + k, d + k);
        }

        Vector128.Store(Vector128.Create(Vector128.Sum(s0), Vector128.Sum(s1), Vector128.Sum(s2), Vector128.Sum(s3)), products);
    }

    /// <summary>The sums of four registers, for short rows in fewer steps than one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector256<int> s0, Vector256<int> s1, Vector256<int> s2, Vector256<int> s3)
    {
        var sums = Avx2.HorizontalAdd(Avx2.HorizontalAdd(s0, s1), Avx2.HorizontalAdd(s2, s3));
        return sums.GetLower() + sums.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(sbyte* a, sbyte* b, sbyte* c, sbyte* d)
    {
        Sse.Prefetch0(a);
        Sse.Prefetch0(b);
        Sse.Prefetch0(c);
        Sse.Prefetch0(d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Add(Vector512<int> sum, Vector512<short> steps, sbyte* code) =>
        sum + Avx512BW.MultiplyAddAdjacent(steps, Avx512BW.ConvertToVector512Int16(Vector256.Load(code)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<short> steps, sbyte* code) =>
        sum + Avx2.MultiplyAddAdjacent(steps, Avx2.ConvertToVector256Int16(code));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Add(Vector128<int> sum, short* steps, sbyte* code)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(code));
        return sum + Products(Vector128.Load(steps), low) + Products(Vector128.Load(steps + 8), high);
    }

    private static Vector128<int> Products(Vector128<short> steps, Vector128<short> code)
    {
        var (stepsLow, stepsHigh) = Vector128.Widen(steps);
        var (codeLow, codeHigh) = Vector128.Widen(code);
        return (stepsLow * codeLow) + (stepsHigh * codeHigh);
    }
}
