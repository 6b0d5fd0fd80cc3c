using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Tests.Search.Kernels;

public sealed unsafe class DotProductsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1024)]
    public void One_AnyLength_AgreesWithPlainLoops(int dimensions)
    {
        using var rows = Random(2, dimensions);

        AssertProduct(rows[0], rows[1], DotProducts.One(rows.RowPointer(0), rows.RowPointer(1), rows.Stride));
    }

    /// <summary>What a search reports must not depend on how it came upon a vector, nor on the machine.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 48)]
    [InlineData(3, 64)]
    [InlineData(7, 65)]
    [InlineData(2, 1024)]
    [InlineData(33, 1040)]
    public void Line_AnyShape_IsOneForEachRowBitByBitInRegistersOfAnyWidth(int count, int dimensions)
    {
        using var rows = Random(count + 1, dimensions);
        var query = rows.RowPointer(count);
        var products = new float[count];

        fixed (float* target = products)
            DotProducts.Line(rows.RowPointer(0), count, query, rows.Stride, target);

        for (var row = 0; row < count; row++)
        {
            AssertProduct(rows[row], rows[count], products[row]);
            Assert.Equal(Bits(products[row]), Bits(DotProducts.One(query, rows.RowPointer(row), rows.Stride)));
            Assert.Equal(Bits(products[row]), Bits(DotProducts.Wide(query, rows.RowPointer(row), rows.Stride)));
            Assert.Equal(Bits(products[row]), Bits(DotProducts.Half(query, rows.RowPointer(row), rows.Stride)));
        }
    }

    internal static void AssertProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float product)
    {
        double sum = 0, size = 0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (double)a[k] * b[k];
            size += Math.Abs((double)a[k] * b[k]);
        }

        Assert.Equal(sum, product, 1e-6 * size);
    }

    internal static AlignedMatrix Random(int rows, int columns)
    {
        var random = new Random(rows);
        var matrix = new AlignedMatrix(columns, rows);
        matrix.AddRows(rows);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                matrix[row][column] = (random.NextSingle() * 2) - 1;
        }

        return matrix;
    }

    private static uint Bits(float number) => BitConverter.SingleToUInt32Bits(number);
}
