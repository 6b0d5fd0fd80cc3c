using Kindred.Search.Kernels;

namespace Kindred.Tests.Search.Kernels;

public sealed unsafe class RowProductsTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 63)]
    [InlineData(4, 1024)]
    [InlineData(36, 500)]
    public void Tiles_AnyShape_AgreesWithPlainLoops(int count, int dimensions)
    {
        using var rows = DotProductsTests.Random(count + 4, dimensions);
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
                DotProductsTests.AssertProduct(rows[row], rows[count + query], products[(query * stride) + row]);
            Assert.Equal(0, products[(query * stride) + count]);
        }
    }
}
