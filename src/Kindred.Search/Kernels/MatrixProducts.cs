using Kindred.Search.Memory;

namespace Kindred.Search.Kernels;

/// <summary>Products of whole matrices over the search's kernel, on all cores.</summary>
internal static unsafe class MatrixProducts
{
    /// <summary>
    /// The dot products of every row of <paramref name="a"/> with every row of <paramref name="b"/>; both have the same columns.
    /// </summary>
    /// <returns>A row for each row of <paramref name="a"/>.</returns>
    public static AlignedMatrix Multiply(AlignedMatrix a, AlignedMatrix b)
    {
        var result = new AlignedMatrix(Math.Max(1, b.Rows), a.Rows);
        Multiply(a, b, result);
        return result;
    }

    /// <summary>The same into a matrix that there is: memory that was written to before is had at once.</summary>
    /// <param name="a">Rows.</param>
    /// <param name="b">Other rows, of the same columns.</param>
    /// <param name="result">Gets a row for each row of <paramref name="a"/>; it has a column for each row of <paramref name="b"/>.</param>
    public static void Multiply(AlignedMatrix a, AlignedMatrix b, AlignedMatrix result)
    {
        result.Clear();
        if (a.Rows == 0 || b.Rows == 0)
        {
            result.AddRows(a.Rows);
            return;
        }

        result.AddUnwritten(a.Rows);

        var down = (a.Rows + BlockProduct.MostRows - 1) / BlockProduct.MostRows;
        var columns = BlockProduct.BlockRows(b.Rows, 2 * Environment.ProcessorCount / down);
        var across = (b.Rows + columns - 1) / columns;
        Parallel.For(0, down * across, () => BlockProduct.Create(a.Rows, columns), (block, _, product) =>
        {
            var left = stackalloc float*[BlockProduct.MostRows];
            var right = stackalloc float*[BlockProduct.MostRows];
            var i = block / across * BlockProduct.MostRows;
            var j = block % across * columns;
            var leftRows = Math.Min(BlockProduct.MostRows, a.Rows - i);
            var rightRows = Math.Min(columns, b.Rows - j);
            DotProducts.Point(left, a.RowPointer(i), leftRows, a.Stride);
            DotProducts.Point(right, b.RowPointer(j), rightRows, b.Stride);
            product.Multiply(left, leftRows, right, rightRows, a.Stride, result.RowPointer(i) + j, result.Stride);
            return product;
        }, product => product.Dispose());
    }
}
