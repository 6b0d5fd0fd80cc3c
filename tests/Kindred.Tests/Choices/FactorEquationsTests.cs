using Kindred.Choices;
using Kindred.Search.Memory;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Kindred.Tests.Choices;

public sealed class FactorEquationsTests
{
    // Less than a panel of registers, a panel, and a panel with a rest.
    [Theory]
    [InlineData(20, 0)]
    [InlineData(20, 0.3)]
    [InlineData(64, 0.3)]
    [InlineData(70, 0)]
    public void Solve_AsManyStepsAsNumbers_SolvesTheNormalEquations(int dimensions, double dislikes)
    {
        var settings = new FactorSettings(dimensions, Background: 0.2, Regularization: 0.05, dislikes);
        using var factors = Draw(rows: 200, dimensions);
        int[] entries = [3, 17, 40, 59];
        float[] weights = [1, 2.5f, -1, 0.5f];
        using var gram = ImplicitFactors.Gram(factors, settings);
        using var equations = new FactorEquations(gram, factors.Rows, settings);

        var solution = new float[dimensions];
        equations.Solve(factors, entries, weights, solution, dimensions);

        // The same equations, written out and solved by another library.
        var v = DenseMatrix.Create(factors.Rows, dimensions, (row, column) => factors[row][column]);
        double[] counted = [1, 2.5, dislikes, 0.5];
        var left = v.TransposeThisAndMultiply(v) * settings.Background;
        var right = new DenseVector(dimensions);
        for (var i = 0; i < entries.Length; i++)
        {
            var row = v.Row(entries[i]);
            left += row.OuterProduct(row) * counted[i];
            if (weights[i] > 0)
                right += (DenseVector)(row * weights[i]);
        }

        left += DenseMatrix.CreateIdentity(dimensions) * settings.Regularization * (counted.Sum() + (settings.Background * factors.Rows));
        var wanted = left.Solve(right);
        for (var i = 0; i < dimensions; i++)
            Assert.Equal(wanted[i], solution[i], 1e-4);
    }

    private static AlignedMatrix Draw(int rows, int dimensions)
    {
        var random = new Random(7);
        var factors = new AlignedMatrix(dimensions, rows);
        for (var row = 0; row < rows; row++)
            factors.Add([.. Enumerable.Range(0, dimensions).Select(_ => (2 * random.NextSingle()) - 1)]);
        return factors;
    }
}
