using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Tests.Search.Kernels;

public sealed unsafe class BlockProductTests
{
    /// <summary>Around the edges of panels, tiles and blocks, and around the pieces that rows are cut into.</summary>
    public static TheoryData<int, int, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int, bool>();
            foreach (var wide in (bool[])[true, false])
            {
                foreach (var (left, right, dimensions) in ((int, int, int)[])[
                    (1, 1, 1), (1, 100, 17), (3, 2, 128), (4, 24, 129), (5, 25, 127), (7, 23, 300), (8, 48, 256), (9, 49, 255),
                    (16, 16, 400), (17, 47, 1024), (96, 144, 64), (97, 143, 1040), (384, 1, 33), (383, 384, 144)])
                {
                    shapes.Add(left, right, dimensions, wide);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_AnyShape_AgreesWithPlainLoops(int leftRows, int rightRows, int dimensions, bool wide)
    {
        using var left = Random(leftRows, dimensions, 1);
        using var right = Random(rightRows, dimensions, 2);
        using var product = Product(wide, leftRows, rightRows);

        var results = Multiply(product, left, right, Enumerable.Range(0, leftRows), Enumerable.Range(0, rightRows));

        for (var i = 0; i < leftRows; i++)
        {
            for (var j = 0; j < rightRows; j++)
            {
                var (sum, size) = PlainProduct(left[i], right[j]);
                Assert.InRange(results[i][j], sum - (1e-6 * size) - 1e-12, sum + (1e-6 * size) + 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_LargeNumbersThatCancel_IsAsGoodAsFloatsAllow(bool wide)
    {
        using var left = Random(20, 1000, 3);
        using var right = Random(50, 1000, 4);
        for (var row = 0; row < 20; row++)
        {
            for (var column = 0; column < 1000; column++)
                left[row][column] += column % 2 == 0 ? 1000 : -1000;
        }

        for (var row = 0; row < 50; row++)
        {
            for (var column = 0; column < 1000; column++)
                right[row][column] += 1000;
        }

        using var product = Product(wide, 20, 50);
        var results = Multiply(product, left, right, Enumerable.Range(0, 20), Enumerable.Range(0, 50));

        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 50; j++)
            {
                var (sum, size) = PlainProduct(left[i], right[j]);
                Assert.Equal(sum, results[i][j], 1e-6 * size);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_PairAnywhereOnEitherSide_GivesTheSameBits(bool wide)
    {
        using var rows = Random(110, 333, 5);
        using var product = Product(wide, 110, 110);
        var order = Enumerable.Range(0, 110).Reverse().ToList();

        var whole = Multiply(product, rows, rows, Enumerable.Range(0, 110), Enumerable.Range(0, 110));
        var reversed = Multiply(product, rows, rows, order, order);
        var alone = Multiply(product, rows, rows, [77], [3]);

        for (var i = 0; i < 110; i++)
        {
            for (var j = 0; j < 110; j++)
            {
                Assert.Equal(whole[i][j], whole[j][i]);
                Assert.Equal(whole[i][j], reversed[109 - i][109 - j]);
            }
        }

        Assert.Equal(whole[77][3], alone[0][0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 500)]
    [InlineData(400, 3)]
    [InlineData(385, 390)]
    public void Block_MoreThanOneBlock_AgreesWithPlainLoopsAndWritesNothingElse(int leftRows, int rightRows)
    {
        using var left = Random(leftRows, 70, 6);
        using var right = Random(rightRows, 70, 7);
        var stride = rightRows + 3;
        var results = new float[(leftRows * stride) + 64];
        results.AsSpan().Fill(-99);

        fixed (float* target = results)
            DotProducts.Block(left.RowPointer(0), leftRows, right.RowPointer(0), rightRows, left.Stride, target, stride);

        for (var i = 0; i < leftRows; i++)
        {
            for (var j = 0; j < stride; j++)
                Assert.Equal(j < rightRows ? PlainProduct(left[i], right[j]).Sum : -99, results[(i * stride) + j], 1e-4);
        }

        Assert.All(results[(leftRows * stride)..], value => Assert.Equal(-99, value));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(64, 64)]
    [InlineData(129, 256)]
    [InlineData(1000, 100)]
    [InlineData(50, 1700)]
    public void MatrixProduct_AnyShape_AgreesWithPlainLoops(int leftRows, int rightRows)
    {
        using var left = Random(leftRows, 37, 8);
        using var right = Random(rightRows, 37, 9);

        using var product = MatrixProducts.Multiply(left, right);

        Assert.Equal((leftRows, rightRows), (product.Rows, product.Columns));
        for (var i = 0; i < leftRows; i++)
        {
            for (var j = 0; j < rightRows; j++)
                Assert.Equal(PlainProduct(left[i], right[j]).Sum, product[i][j], 1e-4);
        }
    }

    [Theory]
    [InlineData(1, 4, 48)]
    [InlineData(1000, 4, 288)]
    [InlineData(960, 4, 288)]
    [InlineData(100_000, 4, 384)]
    [InlineData(100, 0, 144)]
    public void BlockRows_SoManyBlocks_AreWholeTriplesOfPanels(int rows, int blocks, int expected) =>
        Assert.Equal(expected, BlockProduct.BlockRows(rows, blocks));

    private static BlockProduct Product(bool wide, int leftRows, int rightRows) =>
        wide ? new PanelProduct<Panels512>(leftRows, rightRows) : new PanelProduct<Panels256>(leftRows, rightRows);

    private static float[][] Multiply(
        BlockProduct product, AlignedMatrix left, AlignedMatrix right, IEnumerable<int> leftRows, IEnumerable<int> rightRows)
    {
        nint[] leftPointers = [.. leftRows.Select(row => (nint)left.RowPointer(row))];
        nint[] rightPointers = [.. rightRows.Select(row => (nint)right.RowPointer(row))];
        var stride = rightPointers.Length;
        var results = new float[leftPointers.Length * stride];
        fixed (nint* i = leftPointers, j = rightPointers)
        {
            fixed (float* target = results)
                product.Multiply((float**)i, leftPointers.Length, (float**)j, stride, left.Stride, target, stride);
        }

        return [.. results.Chunk(rightPointers.Length)];
    }

    private static (double Sum, double Size) PlainProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0, size = 0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (double)a[k] * b[k];
            size += Math.Abs((double)a[k] * b[k]);
        }

        return (sum, size);
    }

    private static AlignedMatrix Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
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
