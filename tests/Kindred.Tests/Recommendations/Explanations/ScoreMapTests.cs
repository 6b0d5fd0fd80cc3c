using CsCheck;
using Kindred.Embeddings;
using Kindred.Recommendations.Explanations;
using Kindred.Spaces;

namespace Kindred.Tests.Recommendations.Explanations;

public sealed class ScoreMapTests
{
    private const float Whole = 1, Third = 1f / 9, TwoThirds = 2f / 9, FourNinths = 4f / 9;

    private static readonly EmbeddingGeometry TwoByTwo = new([new EmbeddingPart(0, 2, 1)]);

    // A cell of 2 × 2 covers 1½ × 1½ cells of the map: one whole, two halves and a quarter, of 2¼.
    [Theory]
    [InlineData(0, new[] { FourNinths, TwoThirds, 0, TwoThirds, Third, 0, 0, 0, 0 })]
    [InlineData(1, new[] { 0, TwoThirds, FourNinths, 0, Third, TwoThirds, 0, 0, 0 })]
    [InlineData(2, new[] { 0, 0, 0, TwoThirds, Third, 0, FourNinths, TwoThirds, 0 })]
    [InlineData(3, new[] { 0, 0, 0, 0, Third, TwoThirds, 0, TwoThirds, FourNinths })]
    public void Compute_OneCellOfTwoByTwo_IsSpreadByOverlap(int cell, float[] expected)
    {
        var embedding = new float[4];
        embedding[cell] = 1;
        using var space = EmbeddingSpace.Identity(4);

        AssertCells(expected, HeatMap.Compute(TwoByTwo, new EmbeddingViews(embedding), space, embedding, Whole));
    }

    // A cell of 4 × 4 is ¾ of a map cell wide: the first lies in the first column, the second has a third in it and two thirds in the next.
    [Fact]
    public void Compute_OneCellOfFourByFour_IsSpreadByOverlap()
    {
        var embedding = new float[16];
        embedding[1] = 1;
        using var space = EmbeddingSpace.Identity(16);

        var map = HeatMap.Compute(new([new EmbeddingPart(0, 4, 1)]), new EmbeddingViews(embedding), space, embedding, Whole);

        AssertCells([1f / 3, 2f / 3, 0, 0, 0, 0, 0, 0, 0], map);
    }

    [Fact]
    public void Compute_WholePicture_IsSpreadEvenly()
    {
        using var space = EmbeddingSpace.Identity(2);

        var map = HeatMap.Compute(new([new EmbeddingPart(0, 1, 2)]), new EmbeddingViews([1, 2], [2, 1]), space, [1, 1], Whole);

        AssertCells([Third, Third, Third, Third, Third, Third, Third, Third, Third], map);
    }

    [Fact]
    public void Compute_MirrorImage_CountsAtTheOtherSide()
    {
        using var space = EmbeddingSpace.Identity(4);

        // The first cell of the mirror image is the picture's right one.
        var left = HeatMap.Compute(TwoByTwo, new EmbeddingViews([1, 0, 0, 0], [0, 0, 0, 0]), space, [1, 0, 0, 0], Whole);
        var right = HeatMap.Compute(TwoByTwo, new EmbeddingViews([0, 0, 0, 0], [1, 0, 0, 0]), space, [1, 0, 0, 0], Whole);

        AssertCells([FourNinths, TwoThirds, 0, TwoThirds, Third, 0, 0, 0, 0], left);
        AssertCells([0, TwoThirds, FourNinths, 0, Third, TwoThirds, 0, 0, 0], right);
    }

    [Fact]
    public void Compute_MeanOfTwoViews_IsTakenFromBothPlacesByHalves()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 10, mean: [0, 2, 0, 0], axes: []);

        // Less the mean the picture is (1, 0, 0, 0), at right angles to the query. Of its second number the upright view lacks 1 at the top
        // right, and the mirrored one has 1 too much at the top left.
        var map = HeatMap.Compute(TwoByTwo, new EmbeddingViews([1, 0, 0, 0], [0, 2, 0, 0]), space, [0, 1, 0, 0], score: 0);

        AssertCells([FourNinths, 0, -FourNinths, TwoThirds, 0, -TwoThirds, 0, 0, 0], map);
    }

    [Fact]
    public void Compute_PartWithoutMirrorImage_HasItsMeanInOnePlace()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 10, mean: [0, 0, 0, 0, 0, 2, 0, 0], axes: []);
        EmbeddingGeometry parts = new([new EmbeddingPart(0, 2, 1), new EmbeddingPart(4, 2, 1, UprightOnly: true)]);

        // The picture has at the top right what the mean has there. Half of the mean taken from the top left would leave 1 and -1.
        var map = HeatMap.Compute(
            parts, new EmbeddingViews([1, 0, 0, 0, 0, 2, 0, 0], new float[8]), space, [0, 0, 0, 0, 0, 1, 0, 0], score: 0);

        AssertCells(new float[9], map);
    }

    [Fact]
    public void Compute_PictureAtTheMean_IsZeroEverywhere()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 10, mean: [1, 2, 3, 4], axes: []);

        AssertCells(new float[9], HeatMap.Compute(TwoByTwo, new EmbeddingViews([1, 2, 3, 4]), space, [1, 0, 0, 0], score: 0));
    }

    [Fact]
    public void Compute_OtherDimensions_Throws()
    {
        using var space = EmbeddingSpace.Identity(4);

        Assert.Throws<ArgumentException>(() => HeatMap.Compute(TwoByTwo, new EmbeddingViews([1, 2]), space, [1, 0, 0, 0], 1));
        Assert.Throws<ArgumentException>(() => HeatMap.Compute(TwoByTwo, new EmbeddingViews([1, 2, 3, 4]), space, [1, 0], 1));
    }

    [Fact]
    public void Compute_AnyLayoutAndSpace_IsTheScorePaintedNumberByNumber() =>
        Gen.Select(Gen.Int[1, 4].Array[1, 3], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 1000]).Sample(
            (grids, kind, mirror, seed) =>
            {
                var random = new Random(seed);
                var layout = Layout(grids, random);
                var upright = Numbers(layout.Dimensions, random);
                var mirrored = mirror ? Numbers(layout.Dimensions, random) : null;
                var axes = kind == 2 ? Numbers(layout.Dimensions * 5, random) : [];
                using var space = kind == 0
                    ? EmbeddingSpace.Identity(layout.Dimensions)
                    : EmbeddingSpace.Create(SpaceKind.Visual, 1, 10, Numbers(layout.Dimensions, random), axes);
                var direction = Unit(Numbers(space.Dimensions, random));
                var views = new EmbeddingViews(upright, mirrored);
                var expected = Paint(layout, views, space, direction);

                var score = (float)expected.Sum();
                var map = HeatMap.Compute(layout, views, space, direction, score);
                Assert.Equal(score, Cosine(space.Project(views.Sum()), direction), 1e-5);
                Assert.Equal(score, map.Sum, 1e-6f);
                Assert.All(map.Cells.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));

                // What rounding has changed is spread evenly.
                var rounded = HeatMap.Compute(layout, views, space, direction, score + 0.0009f);
                Assert.Equal(score + 0.0009f, rounded.Sum, 1e-6f);
                Assert.All(rounded.Cells.Zip(map.Cells), pair => Assert.Equal(0.0001, pair.First - pair.Second, 1e-6));
            },
            iter: 200);

    private static EmbeddingGeometry Layout(int[] grids, Random random)
    {
        var parts = new List<EmbeddingPart>();
        foreach (var grid in grids)
            parts.Add(new EmbeddingPart(parts.Sum(part => part.Length), grid, random.Next(1, 20)));
        return new EmbeddingGeometry(parts);
    }

    private static float[] Numbers(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    /// <summary>
    /// The same by plain loops in double precision: over 12 × 12 squares, which the cells of every grid up to 4 fill evenly.
    /// </summary>
    private static float[] Unit(float[] vector)
    {
        var length = Norm([.. vector.Select(value => (double)value)]);
        return [.. vector.Select(value => (float)(value / length))];
    }

    private static double[] Paint(EmbeddingGeometry layout, EmbeddingViews views, EmbeddingSpace space, float[] direction)
    {
        const int side = 12;
        double[] centered = [.. views.Sum().Select((x, d) => (double)x - space.Mean[d])];
        double[] projected = [.. Enumerable.Range(0, space.Dimensions).Select(axis => Project(space, centered, axis))];
        var length = Norm(projected) * Norm([.. direction.Select(value => (double)value)]);
        var map = new double[9];
        foreach (var part in layout.Parts)
        {
            for (var n = 0; n < part.Length; n++)
            {
                var d = part.Offset + n;
                var weight = Enumerable.Range(0, space.Dimensions)
                    .Sum(axis => direction[axis] * (space.AxisCount > 0 ? space.Axis(axis)[d] : axis == d ? 1.0 : 0));
                var (row, column) = (n / part.Channels / part.Grid, n / part.Channels % part.Grid);
                var mean = space.Mean[d] / (views.Mirrored is null ? 1.0 : 2);
                Fill(row, column, weight * (views.Upright[d] - mean));
                if (views.Mirrored is { } mirrored)
                    Fill(row, part.Grid - 1 - column, weight * (mirrored[d] - mean));
            }

            void Fill(int row, int column, double amount)
            {
                var size = side / part.Grid;
                for (var y = row * size; y < (row + 1) * size; y++)
                {
                    for (var x = column * size; x < (column + 1) * size; x++)
                        map[(y / 4 * 3) + (x / 4)] += amount / (size * size) / length;
                }
            }
        }

        return map;
    }

    private static double Project(EmbeddingSpace space, double[] centered, int axis)
    {
        if (space.AxisCount == 0)
            return centered[axis];
        var sum = 0.0;
        for (var d = 0; d < centered.Length; d++)
            sum += space.Axis(axis)[d] * centered[d];
        return sum;
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static double Cosine(float[] a, float[] b) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(a, b);

    private static void AssertCells(float[] expected, HeatMap map)
    {
        for (var cell = 0; cell < 9; cell++)
            Assert.Equal(expected[cell], map[cell / 3, cell % 3], 1e-6f);
        Assert.Equal(expected.Sum(), map.Sum, 1e-6f);
    }
}
