using Kindred.Search.Memory;
using Kindred.Spaces;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Tests.Spaces;

public sealed class WithinGroupWhiteningTests
{
    private const int Axes = 12;

    [Theory]
    [InlineData(12, 0.03)]
    [InlineData(12, 1)]
    [InlineData(5, 0.1)]
    public void Transformation_AnyShrinkage_MeasuresByTheShrunkCovariance(int axes, double shrinkage)
    {
        var groups = ImageGroups.OfLabels([.. Enumerable.Range(0, 120).Select(row => row % 7)]);
        using var images = Images(120);

        using var transformation = WithinGroupWhitening.Estimate(images, groups).Transformation(axes, shrinkage);

        // The squared length of a transformed x is xᵀ(TᵀT)x: Mahalanobis's distance, times the mean variance.
        var covariance = Covariance(images, groups).SubMatrix(0, axes, 0, axes);
        var mean = covariance.Trace() / axes;
        var expected = (((1 - shrinkage) * covariance) + DenseMatrix.CreateDiagonal(axes, axes, shrinkage * mean)).Inverse() * mean;
        var found = DenseMatrix.Create(axes, axes, (i, j) => transformation[i][j]);
        var difference = found.TransposeThisAndMultiply(found) - expected;
        Assert.InRange(difference.L2Norm() / expected.L2Norm(), 0, 1e-4);
    }

    [Fact]
    public void Transformation_ImagesOfAGroupDoNotDiffer_ChangesNothing()
    {
        using var images = new AlignedMatrix(3, 4);
        foreach (var row in (float[][])[[1, 2, 3], [1, 2, 3], [4, 0, 1], [4, 0, 1]])
            images.Add(row);

        using var transformation = WithinGroupWhitening.Estimate(images, ImageGroups.OfLabels([0, 0, 1, 1])).Transformation(3, 0.1);

        Assert.Equal([1f, 0, 0], transformation[0]);
        Assert.Equal([0f, 1, 0], transformation[1]);
        Assert.Equal([0f, 0, 1], transformation[2]);
    }

    private static AlignedMatrix Images(int count)
    {
        var random = new Random(5);
        var images = new AlignedMatrix(Axes, count);
        for (var row = 0; row < count; row++)
        {
            var numbers = new float[Axes];
            for (var axis = 0; axis < Axes; axis++)
                numbers[axis] = (10 * (random.NextSingle() - 0.5f) / (axis + 1)) + (0.5f * numbers[Math.Max(0, axis - 1)]) + (row % 7);
            images.Add(numbers);
        }

        return images;
    }

    private static Matrix<double> Covariance(AlignedMatrix images, ImageGroups groups)
    {
        Matrix<double> sum = DenseMatrix.Create(Axes, Axes, 0);
        var deviations = 0;
        foreach (var group in groups.Groups)
        {
            Vector<double>[] members = [.. group.Select(row => DenseVector.Create(Axes, axis => images[row][axis]))];
            var mean = members.Aggregate((one, other) => one + other) / members.Length;
            foreach (var member in members)
                sum += (member - mean).OuterProduct(member - mean);
            deviations += members.Length;
        }

        return sum / deviations;
    }
}
