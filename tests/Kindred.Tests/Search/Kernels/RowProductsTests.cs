using Kindred.Search;
using Kindred.Search.Kernels;

namespace Kindred.Tests.Search.Kernels;

public sealed unsafe class RowProductsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 48)]
    [InlineData(3, 64)]
    [InlineData(7, 65)]
    [InlineData(2, 1024)]
    [InlineData(33, 1040)]
    public void Line_AnyShape_AgreesWithPlainLoops(int count, int dimensions)
    {
        using var rows = Random(count + 1, dimensions);
        var products = new float[count];

        fixed (float* target = products)
            RowProducts.Line(rows.RowPointer(0), count, rows.RowPointer(count), rows.Stride, target);

        for (var row = 0; row < count; row++)
            AssertProduct(rows[row], rows[count], products[row]);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 63)]
    [InlineData(4, 1024)]
    [InlineData(36, 500)]
    public void Tiles_AnyShape_AgreesWithPlainLoops(int count, int dimensions)
    {
        using var rows = Random(count + 4, dimensions);
        var stride = count + 1;
        var products = new float[4 * stride];
        nint[] queries = [.. Enumerable.Range(count, 4).Select(row => (nint)rows.RowPointer(row))];

        fixed (nint* pointers = queries)
        {
            fixed (float* target = products)
                RowProducts.Tiles(rows.RowPointer(0), count, (float**)pointers, rows.Stride, target, stride);
        }

        for (var query = 0; query < 4; query++)
        {
            for (var row = 0; row < count; row++)
                AssertProduct(rows[row], rows[count + query], products[(query * stride) + row]);
            Assert.Equal(0, products[(query * stride) + count]);
        }
    }

    private static void AssertProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float product)
    {
        double sum = 0, size = 0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (double)a[k] * b[k];
            size += Math.Abs((double)a[k] * b[k]);
        }

        Assert.Equal(sum, product, 1e-6 * size);
    }

    private static AlignedMatrix Random(int rows, int columns)
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
}
