namespace Kindred.Search;

/// <summary>Products of whole matrices over the search's kernel, on all cores.</summary>
internal static unsafe class MatrixProducts
{
    /// <summary>The dot products of every row of <paramref name="a"/> with every row of <paramref name="b"/>; both have the same columns.</summary>
    /// <returns>A row for each row of <paramref name="a"/>.</returns>
    public static AlignedMatrix Multiply(AlignedMatrix a, AlignedMatrix b)
    {
        var result = new AlignedMatrix(Math.Max(1, b.Rows), a.Rows);
        result.AddRows(a.Rows);
        if (a.Rows == 0 || b.Rows == 0)
            return result;

        Parallel.For(0, (b.Rows + DotProducts.BlockRows - 1) / DotProducts.BlockRows, block =>
        {
            var first = block * DotProducts.BlockRows;
            var rows = Math.Min(DotProducts.BlockRows, b.Rows - first);
            DotProducts.Block(
                a.RowPointer(0), a.Rows, b.RowPointer(first), rows, a.Stride, result.RowPointer(0) + first, result.Stride);
        });
        return result;
    }
}
