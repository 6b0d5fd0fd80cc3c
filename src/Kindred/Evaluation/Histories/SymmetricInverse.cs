using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Evaluation.Histories;

/// <summary>
/// Inverts symmetric positive definite matrices by halves: from the inverse of the upper left quarter and of its Schur complement. Nearly
/// all of the work is products of matrices.
/// </summary>
internal static class SymmetricInverse
{
    /// <summary>Matrices of so many rows are inverted at once, in double precision.</summary>
    private const int Small = 384;

    /// <summary>The inverse.</summary>
    /// <param name="matrix">Symmetric and positive definite; well enough conditioned for float32.</param>
    public static AlignedMatrix Of(AlignedMatrix matrix)
    {
        var size = matrix.Rows;
        if (size <= Small)
            return OfSmall(matrix);

        var half = size / 2;
        using var topLeft = Part(matrix, 0, half, 0, half);
        using var bottomLeft = Part(matrix, half, size, 0, half);
        using var first = Of(topLeft);
        using var along = MatrixProducts.Multiply(bottomLeft, first);
        using var explained = MatrixProducts.Multiply(along, bottomLeft);
        using var schur = Part(matrix, half, size, half, size);
        for (var row = 0; row < schur.Rows; row++)
            TensorPrimitives.Subtract(schur[row], explained[row], schur[row]);
        using var second = Of(schur);
        using var turned = along.Transpose();
        using var corner = MatrixProducts.Multiply(second, turned);
        using var turnedCorner = corner.Transpose();
        using var added = MatrixProducts.Multiply(turned, turnedCorner);

        var inverse = new AlignedMatrix(size, size);
        inverse.AddRows(size);
        for (var row = 0; row < half; row++)
        {
            TensorPrimitives.Add(first[row], added[row], inverse[row][..half]);
            TensorPrimitives.Negate(turnedCorner[row], inverse[row][half..]);
        }

        for (var row = half; row < size; row++)
        {
            TensorPrimitives.Negate(corner[row - half], inverse[row][..half]);
            second[row - half].CopyTo(inverse[row][half..]);
        }

        return inverse;
    }

    private static AlignedMatrix OfSmall(AlignedMatrix matrix)
    {
        var size = matrix.Rows;
        var solved = DenseMatrix.Create(size, size, (i, j) => matrix[i][j]).Cholesky().Solve(DenseMatrix.CreateIdentity(size));
        var inverse = new AlignedMatrix(size, size);
        inverse.AddRows(size);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
                inverse[row][column] = (float)solved[row, column];
        }

        return inverse;
    }

    private static AlignedMatrix Part(AlignedMatrix matrix, int top, int bottom, int left, int right)
    {
        var part = new AlignedMatrix(right - left, bottom - top);
        for (var row = top; row < bottom; row++)
            part.Add(matrix[row][left..right]);
        return part;
    }
}
