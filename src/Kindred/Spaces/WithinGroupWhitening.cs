using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Spaces;

/// <summary>
/// Within-class covariance normalization (Hatch, Kajarekar and Stolcke, "Within-class covariance normalization for SVM-based speaker
/// recognition", 2006): directions in which images of one group differ from each other count less. Related to Fisher's discriminant.
/// </summary>
internal sealed unsafe class WithinGroupWhitening
{
    private readonly Matrix<double> _directions;
    private readonly Vector<double> _variances;

    private WithinGroupWhitening(Matrix<double> directions, Vector<double> variances)
    {
        _directions = directions;
        _variances = variances;
    }

    /// <summary>Estimates the covariance within groups over the first coordinates of some images.</summary>
    /// <param name="images">Images in principal axes, one a row.</param>
    /// <param name="groups">Which rows belong together; others take no part.</param>
    /// <param name="axes">How many of the coordinates to use.</param>
    public static WithinGroupWhitening Estimate(AlignedMatrix images, ImageGroups groups, int axes)
    {
        using var deviations = Deviations(images, groups, axes);
        using var columns = deviations.Transpose();
        using var covariance = MatrixProducts.Multiply(columns, columns);
        var matrix = DenseMatrix.Create(
            axes, axes, (i, j) => ((double)covariance[i][j] + covariance[j][i]) / (2.0 * Math.Max(1, deviations.Rows)));
        var eigen = matrix.Evd(Symmetricity.Symmetric);
        return new WithinGroupWhitening(eigen.EigenVectors, eigen.EigenValues.Map(value => Math.Max(0, value.Real)));
    }

    /// <summary>The transformation, one direction a row: each divided by the spread within groups along it.</summary>
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

    /// <summary>Images of each group less their mean.</summary>
    private static AlignedMatrix Deviations(AlignedMatrix images, ImageGroups groups, int axes)
    {
        var deviations = new AlignedMatrix(axes, images.Rows);
        var mean = new float[axes];
        foreach (var group in groups.Groups)
        {
            Array.Clear(mean);
            foreach (var row in group)
                TensorPrimitives.Add(mean, images[row][..axes], mean);
            TensorPrimitives.Divide(mean, group.Count, mean);
            foreach (var row in group)
                TensorPrimitives.Subtract(images[row][..axes], mean, deviations[deviations.AddRows()]);
        }

        return deviations;
    }
}
