using System.Numerics.Tensors;
using Kindred.Search;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Spaces;

/// <summary>
/// Principal component analysis by randomized subspace iteration (Halko, Martinsson and Tropp, "Finding structure with randomness",
/// SIAM Review 53, 2011, algorithm 4.4, with the Rayleigh-Ritz step of 5.3). Takes a few passes of matrix products over the data
/// instead of an eigenproblem of the embedding's full length. Seeded: the same rows give the same axes.
/// </summary>
internal static unsafe class PrincipalAxes
{
    private const int Seed = 1901;
    private const int Oversampling = 16;
    private const int Iterations = 3;

    /// <summary>Finds the axes of largest variance.</summary>
    /// <param name="centered">Rows with mean zero.</param>
    /// <param name="count">Axes wanted, fewer than rows and columns.</param>
    /// <returns><paramref name="count"/> unit vectors one after another, largest variance first.</returns>
    public static float[] Find(AlignedMatrix centered, int count)
    {
        var width = Math.Min(count + Oversampling, Math.Min(centered.Rows, centered.Columns));
        using var transposed = centered.Transpose();
        using var basis = RandomSigns(width, centered.Columns);
        Orthonormalize(basis, passes: 1);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            // Rows of `basis` are the current axes. One pass over the pictures, one back.
            using var onPictures = Multiply(basis, centered);
            Orthonormalize(onPictures, passes: 1);
            using var onColumns = Multiply(onPictures, transposed);
            for (var row = 0; row < width; row++)
                onColumns[row].CopyTo(basis[row]);
            Orthonormalize(basis, passes: iteration < Iterations - 1 ? 1 : 2);
        }

        return Rotate(basis, centered, count);
    }

    /// <summary>Turns the basis so that its axes are uncorrelated, and keeps the first.</summary>
    private static float[] Rotate(AlignedMatrix basis, AlignedMatrix centered, int count)
    {
        using var projected = Multiply(basis, centered);
        using var covariance = Multiply(projected, projected);
        var width = basis.Rows;
        var symmetric = DenseMatrix.Create(width, width, (i, j) => 0.5 * ((double)covariance[i][j] + covariance[j][i]));
        var eigen = symmetric.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);

        // Eigenvalues come smallest first.
        var axes = new float[count * basis.Columns];
        Parallel.For(0, count, axis =>
        {
            var target = axes.AsSpan(axis * basis.Columns, basis.Columns);
            for (var row = 0; row < width; row++)
                TensorPrimitives.MultiplyAdd(basis[row], (float)eigen.EigenVectors[row, width - 1 - axis], target, target);
        });

        return axes;
    }

    /// <summary>The products of every row of <paramref name="a"/> with every row of <paramref name="b"/>, on all cores.</summary>
    private static AlignedMatrix Multiply(AlignedMatrix a, AlignedMatrix b)
    {
        var result = new AlignedMatrix(b.Rows, a.Rows);
        result.AddRows(a.Rows);
        Parallel.For(0, (b.Rows + DotProducts.BlockRows - 1) / DotProducts.BlockRows, block =>
        {
            var first = block * DotProducts.BlockRows;
            var rows = Math.Min(DotProducts.BlockRows, b.Rows - first);
            DotProducts.Block(
                a.RowPointer(0), a.Rows, b.RowPointer(first), rows, a.Stride, result.RowPointer(0) + first, result.Stride);
        });
        return result;
    }

    /// <summary>
    /// Gram and Schmidt's method. One pass keeps rows from falling together, which is all that the iteration needs; a second one makes
    /// them orthogonal in single precision.
    /// </summary>
    private static void Orthonormalize(AlignedMatrix rows, int passes)
    {
        for (var row = 0; row < rows.Rows; row++)
        {
            var current = rows[row];
            for (var pass = 0; pass < passes; pass++)
            {
                for (var earlier = 0; earlier < row; earlier++)
                    TensorPrimitives.MultiplyAdd(rows[earlier], -TensorPrimitives.Dot<float>(rows[earlier], current), current, current);
            }

            // A row that the others span already has nothing left but rounding; zero keeps it out of every product.
            var length = TensorPrimitives.Norm<float>(current);
            if (length > 1e-12f)
                TensorPrimitives.Divide(current, length, current);
            else
                current.Clear();
        }
    }

    /// <summary>Rows of 1 and −1 by chance: as good a start as normal deviates, and drawn in a tenth of the time.</summary>
    private static AlignedMatrix RandomSigns(int rows, int columns)
    {
        var random = new Random(Seed);
        var bytes = new byte[columns];
        var matrix = new AlignedMatrix(columns, rows);
        matrix.AddRows(rows);
        for (var row = 0; row < rows; row++)
        {
            random.NextBytes(bytes);
            var signs = matrix[row];
            for (var column = 0; column < columns; column++)
                signs[column] = (bytes[column] & 1) == 0 ? 1 : -1;
        }

        return matrix;
    }
}
