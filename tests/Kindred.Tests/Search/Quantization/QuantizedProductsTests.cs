using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Kindred.Search.Quantization;

namespace Kindred.Tests.Search.Quantization;

public sealed unsafe class QuantizedProductsTests
{
    public static TheoryData<int> Dimensions => [1, 7, 64, 100, 256, 1000, 2080, 18_432, 20_000];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Products_RandomNumbers_AgreeWithPlainLoops(int dimensions)
    {
        var random = new Random(dimensions);

        AssertAgree(dimensions, () => (random.NextSingle() * 2) - 1, () => (sbyte)random.Next(-127, 128));
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Products_LargestNumbersOfOneSign_DoNotOverflow(int dimensions)
    {
        AssertAgree(dimensions, () => 1, () => -128);
        AssertAgree(dimensions, () => -3e20f, () => 127);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Products_OneLargeNumberAmongMany_KeepsItsShare(int dimensions)
    {
        var first = true;

        AssertAgree(
            dimensions,
            () =>
            {
                var value = first ? 1 : 1e-3f;
                first = false;
                return value;
            },
            () => 127);
    }

    /// <summary>Rows of which a part is multiplied, as for a query that has nothing elsewhere.</summary>
    [Theory]
    [InlineData(0, 64)]
    [InlineData(128, 64)]
    [InlineData(64, 192)]
    [InlineData(256, 0)]
    public void Block_PartOfTheRows_IsThePlainSumOfThatPart(int start, int length)
    {
        const int Stride = 256, Rows = 9;
        var random = new Random(length);
        var query = stackalloc short[Stride];
        for (var i = 0; i < length; i++)
            query[i] = (short)random.Next(-1000, 1000);
        var codes = stackalloc sbyte[Stride * (Rows + 1)];
        for (var i = 0; i < Stride * Rows; i++)
            codes[i] = (sbyte)random.Next(-127, 128);
        var expected = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var i = 0; i < length; i++)
                expected[row] += query[i] * codes[(row * Stride) + start + i];
        }

        var products = stackalloc int[12];
        QuantizedProducts.Block(query, codes + start, Stride, length, Rows, products);

        Assert.Equal(expected, new ReadOnlySpan<int>(products, Rows).ToArray());
    }

    /// <summary>Compares every path with sums in 64 bits, and the sums with those of the query before it was rounded.</summary>
    private static void AssertAgree(int dimensions, Func<float> drawQuery, Func<sbyte> drawCode)
    {
        const int Rows = 7;
        float[] query = [.. Enumerable.Range(0, dimensions).Select(_ => drawQuery())];
        var quantizer = new ScalarQuantizer([.. Enumerable.Repeat(0.5f, dimensions)]);
        using var encoded = new EncodedQuery(dimensions);
        quantizer.EncodeQuery(query, encoded);
        var stride = quantizer.Stride;
        var codes = (sbyte*)NativeMemory.AllocZeroed((nuint)(stride * Rows));
        try
        {
            var weights = query.Select(value => Math.Abs(value * 0.5)).ToList();
            // Sixteen bits, or fewer where the sum would not fit: 2³¹ / 128 for all of them.
            var step = Math.Max(weights.Max() / 32_767, weights.Sum() / 16_000_000);
            var expected = new long[Rows];
            for (var row = 0; row < Rows; row++)
            {
                var exact = 0.0;
                var allowed = weights.Sum() * 1e-4;
                for (var i = 0; i < dimensions; i++)
                {
                    var code = codes[(row * stride) + i] = drawCode();
                    expected[row] += (long)encoded.Steps[i] * code;
                    exact += (double)query[i] * 0.5 * code;
                    allowed += step / 2 * Math.Abs((int)code);
                }

                Assert.InRange(Math.Abs((expected[row] * (double)encoded.Scale) - exact), 0, allowed);
            }

            var products = stackalloc int[8];
            QuantizedProducts.Block(encoded.Steps, codes, stride, stride, Rows, products);
            for (var row = 0; row < Rows; row++)
            {
                Assert.Equal(expected[row], products[row]);
                Assert.Equal(expected[row], QuantizedProducts.One(encoded.Steps, codes + (row * stride), stride));
            }

            sbyte* a = codes + stride, b = codes + (6 * stride), c = codes, d = codes + (3 * stride);
            long[] four = [expected[1], expected[6], expected[0], expected[3]];
            QuantizedProducts.FourPortable(encoded.Steps, a, b, c, d, stride, products);
            Assert.Equal(four, new ReadOnlySpan<int>(products, 4).ToArray().Select(product => (long)product));
            if (Avx2.IsSupported)
                QuantizedProducts.FourHalf(encoded.Steps, a, b, c, d, stride, products);
            Assert.Equal(four, new ReadOnlySpan<int>(products, 4).ToArray().Select(product => (long)product));
            if (Avx512BW.IsSupported)
                QuantizedProducts.FourWide(encoded.Steps, a, b, c, d, stride, products);
            Assert.Equal(four, new ReadOnlySpan<int>(products, 4).ToArray().Select(product => (long)product));
        }
        finally
        {
            NativeMemory.Free(codes);
        }
    }
}
