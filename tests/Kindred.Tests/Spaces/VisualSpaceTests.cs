using System.Numerics.Tensors;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class VisualSpaceTests
{
    // numpy.linalg.svd over 300 × 40 centered numbers of Rows(), in double precision.
    private static readonly float[] SingularValues =
        [26.91069f, 12.07865f, 10.73295f, 9.60632f, 8.66262f, 7.83118f, 7.12202f, 6.57534f, 6.10817f, 2.48173f];

    // The same over 500 × 300 centered numbers of ManyColumns(), by the number of the axis.
    private static readonly (int Axis, float Value)[] ManySingularValues =
        [(0, 17.31936f), (31, 9.41157f), (32, 9.22971f), (63, 5.29896f), (99, 2.79805f)];

    [Fact]
    public void PrincipalAxes_KnownData_HaveTheSingularValuesNumpyFinds()
    {
        using var centered = Centered();
        var axes = PrincipalAxes.Find(centered, 10);

        for (var axis = 0; axis < 10; axis++)
        {
            var direction = axes.AsSpan(axis * 40, 40);
            var energy = 0.0;
            for (var row = 0; row < centered.Rows; row++)
                energy += Math.Pow(TensorPrimitives.Dot<float>(direction, centered[row]), 2);
            Assert.Equal(SingularValues[axis], Math.Sqrt(energy), 1e-3);
        }
    }

    [Fact]
    public void PrincipalAxes_KnownData_AreOrthonormal()
    {
        using var centered = Centered();
        var axes = PrincipalAxes.Find(centered, 10);

        for (var a = 0; a < 10; a++)
        {
            for (var b = 0; b <= a; b++)
                Assert.Equal(a == b ? 1 : 0, TensorPrimitives.Dot<float>(axes.AsSpan(a * 40, 40), axes.AsSpan(b * 40, 40)), 1e-4);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public void PrincipalAxes_MoreThanAreMadeOrthogonalAtOnce_HaveTheSingularValuesNumpyFindsAndAreOrthonormal(int count)
    {
        using var centered = ManyColumns();
        var axes = PrincipalAxes.Find(centered, count, exact: 100);

        float[] Axis(int number) => axes[(number * 300)..((number + 1) * 300)];
        foreach (var (number, singularValue) in ManySingularValues)
        {
            var energy = Enumerable.Range(0, centered.Rows)
                .Sum(row => Math.Pow(TensorPrimitives.Dot<float>(Axis(number), centered[row]), 2));
            Assert.Equal(singularValue, Math.Sqrt(energy), 1e-2);
        }

        for (var a = 0; a < 100; a++)
        {
            for (var b = 0; b <= a; b++)
                Assert.Equal(a == b ? 1 : 0, TensorPrimitives.Dot<float>(Axis(a), Axis(b)), 1e-4);
        }
    }

    [Fact]
    public void PrincipalAxes_FewPicturesManyTimes_AreNoMoreThanThesePicturesSpan()
    {
        using var several = ManyColumns();
        using var centered = new AlignedMatrix(300, 60);
        for (var row = 0; row < 60; row++)
            TensorPrimitives.Subtract(several[row % 6], several[(row + 1) % 6], centered[centered.AddRows()]);

        var axes = PrincipalAxes.Find(centered, 20);

        // Six differences around a circle have five directions.
        for (var axis = 0; axis < 20; axis++)
            Assert.Equal(axis < 5 ? 1 : 0, TensorPrimitives.Norm<float>(axes.AsSpan(axis * 300, 300)), 1e-4);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(270)]
    public void Of_AxesThatAreKnown_IsTheSpaceThatIsFitted(int images)
    {
        using var all = ManyColumns();
        using var some = new AlignedMatrix(300, images);
        for (var row = 0; row < images; row++)
            some.Add(all[row]);
        using var principal = LearnedSpace.PrincipalOf(some);

        using var known = VisualSpace.Of(principal, 1, images);
        using var fitted = VisualSpace.Fit(some, 1, images);

        Assert.Equal((fitted.Kind, fitted.AxisCount), (known.Kind, known.AxisCount));
        var (one, other) = (all[images].ToArray(), all[images + 1].ToArray());
        Assert.Equal(
            TensorPrimitives.Distance<float>(fitted.Project(one), fitted.Project(other)),
            TensorPrimitives.Distance<float>(known.Project(one), known.Project(other)), 1e-2);
    }

    [Fact]
    public void Project_KnownData_HasTheProductsNumpyFinds()
    {
        using var rows = Rows();
        var mean = Mean(rows);
        using var centered = Centered();
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 300, mean, PrincipalAxes.Find(centered, 10));

        float[] At(int row) => space.Project(rows[row]);

        Assert.Equal(10, space.Dimensions);
        Assert.Equal(2.08823f, TensorPrimitives.Norm<float>(At(0)), 1e-3f);
        Assert.Equal(2.70141f, TensorPrimitives.Norm<float>(At(123)), 1e-3f);
        Assert.Equal(4.22634f, TensorPrimitives.Dot<float>(At(0), At(123)), 2e-3f);
        Assert.Equal(-4.11186f, TensorPrimitives.Dot<float>(At(5), At(299)), 2e-3f);
    }

    [Fact]
    public void Fit_TenAxesWanted_ProjectsAsNumpyDoes()
    {
        using var rows = Rows();
        using var original = Rows();
        using var space = VisualSpace.Fit(rows, version: 1, count: 300, most: 10);

        Assert.Equal(10, space.AxisCount);
        Assert.Equal(2.08823f, TensorPrimitives.Norm<float>(space.Project(original[0])), 1e-3f);
        Assert.Equal(4.22634f, TensorPrimitives.Dot<float>(space.Project(original[0]), space.Project(original[123])), 2e-3f);
    }

    [Fact]
    public void Fit_FewImages_OnlyCenters()
    {
        using var rows = Rows();
        var mean = Mean(rows);
        using var space = VisualSpace.Fit(rows, version: 3, count: 300);

        Assert.Equal((SpaceKind.Visual, 3, 300, 0, 40), (space.Kind, space.Version, space.FittedOn, space.AxisCount, space.Dimensions));
        Assert.All(mean.Zip(space.Mean.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Fit_HardlyAnyImages_LeavesEmbeddingsAlone()
    {
        using var rows = new AlignedMatrix(4);
        rows.Add([1, 2, 3, 4]);
        using var space = VisualSpace.Fit(rows, version: 1, count: 1);

        Assert.Equal(SpaceKind.None, space.Kind);
        Assert.Equal([1, 2, 3, 4], space.Project([1, 2, 3, 4]));
    }

    [Fact]
    public void Fit_ManyImages_KeepsAxesAndIsRepeatable()
    {
        float[] Fit()
        {
            using var rows = new AlignedMatrix(300);
            for (var i = 0; i < 400; i++)
                rows.Add(Kindred.Tests.Search.Waves.Row(i, 300));
            using var space = VisualSpace.Fit(rows, 1, 400);
            Assert.Equal(VisualSpace.Axes, space.Dimensions);
            return space.Project(Kindred.Tests.Search.Waves.Row(1000, 300));
        }

        Assert.Equal(Fit(), Fit());
    }

    [Theory]
    [InlineData(0, 15, false)]
    [InlineData(0, 16, true)]
    [InlineData(16, 31, false)]
    [InlineData(16, 32, true)]
    [InlineData(200, 256, false)]
    [InlineData(200, 257, true)] // Enough for axes.
    [InlineData(300, 599, false)]
    [InlineData(300, 600, true)]
    [InlineData(300, 10, false)]
    public void IsOutgrown_DoubledOrEnoughForAxes_IsTrue(int fittedOn, int count, bool outgrown) =>
        Assert.Equal(outgrown, VisualSpace.IsOutgrown(fittedOn, count));

    private static AlignedMatrix Rows()
    {
        var rows = new AlignedMatrix(40);
        for (var i = 0; i < 300; i++)
        {
            rows.Add([.. Enumerable.Range(0, 40).Select(j => (float)(
                (Math.Sin((0.37 * i * (j + 1)) + (0.11 * j)) * Math.Exp(-j / 8.0)) + (0.5 * Math.Cos(0.05 * i) * Math.Cos(0.3 * j))))]);
        }

        return rows;
    }

    private static float[] Mean(AlignedMatrix rows)
    {
        var mean = new double[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var column = 0; column < rows.Columns; column++)
                mean[column] += rows[row][column];
        }

        return [.. mean.Select(value => (float)(value / rows.Rows))];
    }

    private static AlignedMatrix ManyColumns()
    {
        var rows = new AlignedMatrix(300);
        for (var i = 0; i < 500; i++)
        {
            rows.Add([.. Enumerable.Range(0, 300).Select(j => (float)(
                Math.Sin((0.37 * i * i * (j + 1)) + (0.11 * j)) * Math.Exp(-j / 60.0)))]);
        }

        return Centered(rows);
    }

    private static AlignedMatrix Centered() => Centered(Rows());

    private static AlignedMatrix Centered(AlignedMatrix rows)
    {
        var mean = Mean(rows);
        for (var row = 0; row < rows.Rows; row++)
            TensorPrimitives.Subtract(rows[row], mean, rows[row]);
        return rows;
    }
}
