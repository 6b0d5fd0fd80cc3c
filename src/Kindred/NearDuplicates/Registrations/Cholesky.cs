namespace Kindred.NearDuplicates.Registrations;

/// <summary>Least squares with few unknowns.</summary>
internal static class Cholesky
{
    // Keeps a direction in which nothing changes, such as along stripes, from being followed for ever.
    private const double Damping = 1e-3;
    private const double LeastPivot = 1e-6;

    /// <summary>Factors the products of all pairs of columns.</summary>
    /// <param name="lower">Has the lower triangle, row by row, and gets that of the factor; what is above stays.</param>
    /// <param name="n">How many unknowns there are.</param>
    public static void Factor(double[] lower, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = lower[(i * n) + j];
                if (i == j)
                    sum = (sum * (1 + Damping)) + LeastPivot;
                for (var k = 0; k < j; k++)
                    sum -= lower[(i * n) + k] * lower[(j * n) + k];
                lower[(i * n) + j] = i == j ? Math.Sqrt(Math.Max(sum, LeastPivot)) : sum / lower[(j * n) + j];
            }
        }
    }

    /// <summary>Puts the solution in the place of the right-hand side.</summary>
    public static void Solve(double[] lower, Span<double> right)
    {
        var n = right.Length;
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
                right[i] -= lower[(i * n) + k] * right[k];
            right[i] /= lower[(i * n) + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                right[i] -= lower[(k * n) + i] * right[k];
            right[i] /= lower[(i * n) + i];
        }
    }
}
