using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Choices;

/// <summary>
/// What a picture's looks say of its factor, so that a picture nobody has chosen yet takes part: ridge regression from the row a picture
/// has by looks. How strong the ridge is, and how far predictions can be trusted, is found on pictures left out. Immutable.
/// </summary>
/// <param name="weights">A row for each number of a factor: its weights, and last what is added.</param>
/// <param name="trust">
/// What predictions are multiplied by: how far true factors went where predictions pointed, on pictures left out; from 0 to 1.
/// </param>
/// <param name="explained">How much of what factors differ in was predicted on pictures left out, from 0 to 1.</param>
internal sealed class LooksRegression(float[][] weights, double trust, double explained)
{
    private const int Folds = 5;

    private static readonly double[] Ridges = [0.3, 3, 30, 300];

    /// <summary>The weights: a row for each number of a factor.</summary>
    public IReadOnlyList<float[]> Weights => weights;

    /// <summary>What predictions are multiplied by, from 0 to 1.</summary>
    public double Trust => trust;

    /// <summary>How much of what factors differ in looks foretell, from 0 to 1.</summary>
    public double Explained => explained;

    /// <summary>Predicts a factor.</summary>
    /// <param name="looks">The picture's row by looks.</param>
    /// <param name="factor">Gets the factor.</param>
    public void Predict(ReadOnlySpan<float> looks, Span<float> factor)
    {
        for (var i = 0; i < factor.Length; i++)
            factor[i] = (TensorPrimitives.Dot(looks, weights[i].AsSpan(0, looks.Length)) * (float)trust) + weights[i][^1];
    }

    /// <summary>Fits.</summary>
    /// <param name="looks">Rows of pictures that were chosen.</param>
    /// <param name="factors">Their factors.</param>
    public static LooksRegression Fit(AlignedMatrix looks, AlignedMatrix factors)
    {
        var mean = MeanOf(factors);
        var folds = Enumerable.Range(0, Folds).Select(fold => Products(looks, factors, mean, fold)).ToArray();
        var all = folds.Aggregate((one, other) => (one.Gram + other.Gram, one.Cross + other.Cross));
        var (best, error, trusted) = (Ridges[^1], double.PositiveInfinity, 0.0);
        var spread = 0.0;
        for (var row = 0; row < factors.Rows; row++)
            spread += Math.Pow(TensorPrimitives.Distance<float>(factors[row], mean), 2);
        foreach (var ridge in Ridges)
        {
            var (along, length) = (0.0, 0.0);
            for (var fold = 0; fold < Folds; fold++)
            {
                var solved = Solve(all.Gram - folds[fold].Gram, all.Cross - folds[fold].Cross, ridge);

                // Sums over the rows of a fold need no rows: they are in the products.
                along += (solved.TransposeThisAndMultiply(folds[fold].Cross)).Trace();
                length += (solved.TransposeThisAndMultiply(folds[fold].Gram * solved)).Trace();
            }

            var trust = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
            var left = spread - (2 * trust * along) + (trust * trust * length);
            if (left < error)
                (best, error, trusted) = (ridge, left, trust);
        }

        var final = Solve(all.Gram, all.Cross, best);
        return new LooksRegression(
            [
                .. Enumerable.Range(0, factors.Columns)
                    .Select(i => (float[])[.. Enumerable.Range(0, looks.Columns).Select(row => (float)final[row, i]), mean[i]]),
            ],
            trusted, spread > 0 ? Math.Clamp(1 - (error / spread), 0, 1) : 0);
    }

    private static float[] MeanOf(AlignedMatrix rows)
    {
        var mean = new float[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
            TensorPrimitives.Add(mean, rows[row], mean);
        TensorPrimitives.Divide(mean, Math.Max(1, rows.Rows), mean);
        return mean;
    }

    /// <summary>The products of the looks of a fold's rows among themselves, and with their factors less the mean.</summary>
    private static (Matrix<double> Gram, Matrix<double> Cross) Products(AlignedMatrix looks, AlignedMatrix factors, float[] mean, int fold)
    {
        using var some = new AlignedMatrix(looks.Columns);
        using var targets = new AlignedMatrix(factors.Columns);
        for (var row = fold; row < looks.Rows; row += Folds)
        {
            some.Add(looks[row]);
            TensorPrimitives.Subtract(factors[row], mean, targets[targets.AddRows()]);
        }

        using var columns = some.Transpose();
        using var targetColumns = targets.Transpose();
        using var gram = MatrixProducts.Multiply(columns, columns);
        using var cross = MatrixProducts.Multiply(columns, targetColumns);
        return (
            DenseMatrix.Create(gram.Rows, gram.Columns, (i, j) => gram[i][j]),
            DenseMatrix.Create(cross.Rows, cross.Columns, (i, j) => cross[i][j]));
    }

    private static Matrix<double> Solve(Matrix<double> gram, Matrix<double> cross, double ridge) =>
        (gram + (DenseMatrix.CreateIdentity(gram.RowCount) * ridge)).Cholesky().Solve(cross);
}
