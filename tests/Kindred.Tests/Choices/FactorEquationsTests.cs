using Kindred.Choices;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Tests.Choices;

public sealed class FactorEquationsTests
{
    private const int Dimensions = 20;

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Solve_AsManyStepsAsNumbers_SolvesTheNormalEquations(double dislikes)
    {
        var settings = new FactorSettings(Dimensions, Background: 0.2, Regularization: 0.05, dislikes);
        using var factors = Draw(rows: 60);
        int[] entries = [3, 17, 40, 59];
        float[] weights = [1, 2.5f, -1, 0.5f];
        using var gram = ImplicitFactors.Gram(factors, settings);
        using var equations = new FactorEquations(gram, factors.Rows, settings);

        var solution = new float[Dimensions];
        equations.Solve(factors, entries, weights, solution, Dimensions);

        // The same equations, written out and solved by another library.
        var v = DenseMatrix.Create(factors.Rows, Dimensions, (row, column) => factors[row][column]);
        double[] counted = [1, 2.5, dislikes, 0.5];
        var left = v.TransposeThisAndMultiply(v) * settings.Background;
        var right = new DenseVector(Dimensions);
        for (var i = 0; i < entries.Length; i++)
        {
            var row = v.Row(entries[i]);
            left += row.OuterProduct(row) * counted[i];
            if (weights[i] > 0)
                right += (DenseVector)(row * weights[i]);
        }

        left += DenseMatrix.CreateIdentity(Dimensions) * settings.Regularization * (counted.Sum() + (settings.Background * factors.Rows));
        var wanted = left.Solve(right);
        for (var i = 0; i < Dimensions; i++)
            Assert.Equal(wanted[i], solution[i], 1e-4);
    }

    private static AlignedMatrix Draw(int rows)
    {
        var random = new Random(7);
        var factors = new AlignedMatrix(Dimensions, rows);
        for (var row = 0; row < rows; row++)
            factors.Add([.. Enumerable.Range(0, Dimensions).Select(_ => (2 * random.NextSingle()) - 1)]);
        return factors;
    }
}
