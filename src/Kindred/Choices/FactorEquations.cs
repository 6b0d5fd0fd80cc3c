using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>
/// The equations of one row of factors, given those of the other side: weighted least squares, with 1 wanted for what was chosen and 0
/// for all else. Solved by conjugate gradients from a start near the solution (Takács, Pilászy and Tikk, "Applications of the conjugate
/// gradient method for implicit feedback collaborative filtering", RecSys 2011). One instance is used by one thread.
/// </summary>
/// <param name="gram">The products of all pairs of numbers over all rows of the other side, times the background's weight.</param>
/// <param name="count">How many rows the other side has.</param>
/// <param name="settings">How factors are fitted.</param>
internal sealed unsafe class FactorEquations(AlignedMatrix gram, int count, FactorSettings settings) : IDisposable
{
    private readonly AlignedMatrix _scratch = Scratch(gram.Columns);
    private readonly float _dislikes = (float)settings.Dislikes;

    private Span<float> Direction => _scratch[0];

    private Span<float> Residual => _scratch[1];

    private Span<float> Product => _scratch[2];

    /// <summary>Solves for the factor of a row.</summary>
    /// <param name="factors">The factors of the other side.</param>
    /// <param name="entries">What was chosen: rows of the other side.</param>
    /// <param name="weights">With what weights; below 0 for dislikes.</param>
    /// <param name="factor">Where to start; then the solution.</param>
    /// <param name="steps">How many steps at most: as many as there are numbers solve exactly.</param>
    public void Solve(AlignedMatrix factors, ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> factor, int steps)
    {
        Residual.Clear();
        var residual = _scratch.RowPointer(1);
        for (var i = 0; i < entries.Length; i++)
        {
            if (weights[i] > 0)
                FactorKernels.Add(factors.RowPointer(entries[i]), weights[i], residual, gram.Stride);
        }

        Run(factors, entries, weights, factor, steps);
    }

    /// <summary>
    /// Solves with a right side of one's own: the dot product of the solution with a factor of the other side is what that factor's choice
    /// adds to the score of the right side.
    /// </summary>
    public void SolveFor(
        ReadOnlySpan<float> right, AlignedMatrix factors, ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> solution)
    {
        right.CopyTo(Residual);
        solution.Clear();
        Run(factors, entries, weights, solution, gram.Columns);
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    private static AlignedMatrix Scratch(int dimensions)
    {
        var scratch = new AlignedMatrix(dimensions, 3);
        scratch.AddRows(3);
        return scratch;
    }

    /// <summary>What an entry weighs: a dislike only where dislikes count.</summary>
    private float Weigh(float weight) => weight > 0 ? weight : -weight * _dislikes;

    private void Run(AlignedMatrix factors, ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, Span<float> factor, int steps)
    {
        var total = settings.Background * count;
        foreach (var weight in weights)
            total += Weigh(weight);
        var ridge = (float)(settings.Regularization * total);

        // The residual holds the right side; what the start already explains is taken off.
        factor.CopyTo(Direction);
        Multiply(factors, entries, weights, ridge);
        TensorPrimitives.Subtract(Residual, Product, Residual);
        Residual.CopyTo(Direction);
        var left = TensorPrimitives.SumOfSquares<float>(Residual);
        var enough = left * 1e-10f;
        for (var step = 0; step < steps && left > enough && left > 1e-20f; step++)
        {
            Multiply(factors, entries, weights, ridge);
            var length = left / TensorPrimitives.Dot<float>(Direction, Product);
            TensorPrimitives.MultiplyAdd(Direction, length, factor, factor);
            TensorPrimitives.MultiplyAdd(Product, -length, Residual, Residual);
            var next = TensorPrimitives.SumOfSquares<float>(Residual);
            TensorPrimitives.MultiplyAdd(Direction, next / left, Residual, Direction);
            left = next;
        }
    }

    /// <summary>Multiplies the direction with the matrix of the equations.</summary>
    private void Multiply(AlignedMatrix factors, ReadOnlySpan<int> entries, ReadOnlySpan<float> weights, float ridge)
    {
        var direction = _scratch.RowPointer(0);
        var product = _scratch.RowPointer(2);
        FactorKernels.Multiply(gram.RowPointer(0), gram.Rows, direction, gram.Stride, product);
        FactorKernels.Add(direction, ridge, product, gram.Stride);
        for (var i = 0; i < entries.Length; i++)
        {
            var weight = Weigh(weights[i]);
            if (weight == 0)
                continue;
            var row = factors.RowPointer(entries[i]);
            FactorKernels.Add(row, weight * DotProducts.One(row, direction, gram.Stride), product, gram.Stride);
        }
    }
}
