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

    /// <summary>How much of what factors differ in looks predict, from 0 to 1.</summary>
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
        var (leaveOut, fit) = looks.Rows < looks.Columns ? ByRows(looks, factors, mean) : ByColumns(looks, factors, mean);
        var (best, error, trusted) = (Ridges[^1], double.PositiveInfinity, 0.0);
        var spread = 0.0;
        for (var row = 0; row < factors.Rows; row++)
            spread += Math.Pow(TensorPrimitives.Distance<float>(factors[row], mean), 2);
        foreach (var ridge in Ridges)
        {
            var (along, length) = (0.0, 0.0);
            for (var fold = 0; fold < Folds; fold++)
            {
                var (ofFold, squared) = leaveOut(ridge, fold);
                along += ofFold;
                length += squared;
            }

            var trust = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
            var left = spread - (2 * trust * along) + (trust * trust * length);
            if (left < error)
                (best, error, trusted) = (ridge, left, trust);
        }

        var final = fit(best);
        return new LooksRegression(
            [
                .. Enumerable.Range(0, factors.Columns)
                    .Select(i => (float[])[.. Enumerable.Range(0, looks.Columns).Select(row => (float)final[row, i]), mean[i]]),
            ],
            trusted, spread > 0 ? Math.Clamp(1 - (error / spread), 0, 1) : 0);
    }

    /// <summary>The regression through the products of columns, however many rows there are.</summary>
    /// <returns>
    /// For a ridge and a fold that is left out, the products of what is predicted for it with what is true, and with itself, summed; and
    /// for a ridge the weights, a column for each number of a factor.
    /// </returns>
    private static (Func<double, int, (double Along, double Length)> LeaveOut, Func<double, Matrix<double>> Fit) ByColumns(
        AlignedMatrix looks, AlignedMatrix factors, float[] mean)
    {
        var folds = Enumerable.Range(0, Folds).Select(fold => Products(looks, factors, mean, fold)).ToArray();
        var all = folds.Aggregate((one, other) => (one.Gram + other.Gram, one.Cross + other.Cross));
        return (
            (ridge, fold) =>
            {
                // Sums over the rows of a fold need no rows: they are in the products.
                var solved = Solve(all.Gram - folds[fold].Gram, all.Cross - folds[fold].Cross, ridge);
                return (
                    solved.TransposeThisAndMultiply(folds[fold].Cross).Trace(),
                    solved.TransposeThisAndMultiply(folds[fold].Gram * solved).Trace());
            },
            ridge => Solve(all.Gram, all.Cross, ridge));
    }

    /// <summary>The same through the products of rows: in a small gallery there are far fewer of them than columns.</summary>
    private static (Func<double, int, (double Along, double Length)> LeaveOut, Func<double, Matrix<double>> Fit) ByRows(
        AlignedMatrix looks, AlignedMatrix factors, float[] mean)
    {
        using var products = MatrixProducts.Multiply(looks, looks);
        var gram = DenseMatrix.Create(looks.Rows, looks.Rows, (i, j) => products[i][j]);
        var targets = DenseMatrix.Create(factors.Rows, factors.Columns, (i, j) => factors[i][j] - mean[j]);
        Matrix<double> Part(int[] rows, int[] columns) =>
            DenseMatrix.Create(rows.Length, columns.Length, (i, j) => gram[rows[i], columns[j]]);
        Matrix<double> Targets(int[] rows) => DenseMatrix.Create(rows.Length, targets.ColumnCount, (i, j) => targets[rows[i], j]);
        return (
            (ridge, fold) =>
            {
                int[] kept = [.. Enumerable.Range(0, looks.Rows).Where(row => row % Folds != fold)];
                int[] left = [.. Enumerable.Range(0, looks.Rows).Where(row => row % Folds == fold)];
                if (kept.Length == 0 || left.Length == 0)
                    return (0, 0);
                var predicted = Part(left, kept) * Solve(Part(kept, kept), Targets(kept), ridge);
                return (predicted.PointwiseMultiply(Targets(left)).RowSums().Sum(), predicted.PointwiseMultiply(predicted).RowSums().Sum());
            },
            ridge => DenseMatrix.Create(looks.Columns, looks.Rows, (i, j) => looks[j][i]) * Solve(gram, targets, ridge));
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
            TensorPrimitives.Subtract(factors[row], mean, targets[targets.AddUnwritten()]);
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
