using Kindred.Search;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Spaces;

/// <summary>
/// Within-class covariance normalization (Hatch, Kajarekar and Stolcke, "Within-class covariance normalization for SVM-based speaker
/// recognition", 2006): directions in which images of one label differ from each other count less. Kin to Fisher's discriminant.
/// </summary>
internal sealed unsafe class WithinLabelWhitening
{
    private readonly Matrix<double> _directions;
    private readonly Vector<double> _variances;

    private WithinLabelWhitening(Matrix<double> directions, Vector<double> variances)
    {
        _directions = directions;
        _variances = variances;
    }

    /// <summary>Estimates the covariance within labels over the first coordinates of some images.</summary>
    /// <param name="images">Images in principal axes, one a row.</param>
    /// <param name="labels">Label of each row, from 0; −1 for rows that take no part.</param>
    /// <param name="axes">How many of the coordinates to use.</param>
    public static WithinLabelWhitening Estimate(AlignedMatrix images, ReadOnlySpan<int> labels, int axes)
    {
        using var deviations = Deviations(images, labels, axes);
        using var columns = deviations.Transpose();
        using var covariance = MatrixProducts.Multiply(columns, columns);
        var matrix = DenseMatrix.Create(axes, axes, (i, j) => ((double)covariance[i][j] + covariance[j][i]) / (2.0 * Math.Max(1, deviations.Rows)));
        var eigen = matrix.Evd(Symmetricity.Symmetric);
        return new WithinLabelWhitening(eigen.EigenVectors, eigen.EigenValues.Map(value => Math.Max(0, value.Real)));
    }

    /// <summary>The transformation, one direction a row: each divided by the spread within labels along it.</summary>
    /// <param name="shrinkage">How far the variances are drawn towards their mean, in (0, 1].</param>
    public AlignedMatrix Transformation(double shrinkage)
    {
        var axes = _variances.Count;
        var mean = _variances.Average();
        var transformation = new AlignedMatrix(axes, axes);
        transformation.AddRows(axes);
        for (var direction = 0; direction < axes; direction++)
        {
            var variance = ((1 - shrinkage) * _variances[direction]) + (shrinkage * mean);
            var scale = variance > 0 ? Math.Sqrt(mean / variance) : 1;
            for (var axis = 0; axis < axes; axis++)
                transformation[direction][axis] = (float)(scale * _directions[axis, direction]);
        }

        return transformation;
    }

    /// <summary>Rows of labelled images less the mean of their label.</summary>
    private static AlignedMatrix Deviations(AlignedMatrix images, ReadOnlySpan<int> labels, int axes)
    {
        var sums = new Dictionary<int, (float[] Sum, int Count)>();
        for (var row = 0; row < images.Rows; row++)
        {
            if (labels[row] < 0)
                continue;
            var (sum, count) = sums.GetValueOrDefault(labels[row], (new float[axes], 0));
            System.Numerics.Tensors.TensorPrimitives.Add(sum, images[row][..axes], sum);
            sums[labels[row]] = (sum, count + 1);
        }

        var deviations = new AlignedMatrix(axes, images.Rows);
        for (var row = 0; row < images.Rows; row++)
        {
            if (labels[row] < 0 || sums[labels[row]].Count < 2)
                continue;
            var (sum, count) = sums[labels[row]];
            var deviation = deviations[deviations.AddRows()];
            for (var axis = 0; axis < axes; axis++)
                deviation[axis] = images[row][axis] - (sum[axis] / count);
        }

        return deviations;
    }
}
