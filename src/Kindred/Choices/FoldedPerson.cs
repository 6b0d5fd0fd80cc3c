using System.Numerics.Tensors;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>
/// The factor of somebody, solved from what they chose at the time of asking, so that a like changes the next list without a fit.
/// Used by one thread.
/// </summary>
internal sealed class FoldedPerson : IDisposable
{
    private readonly ChoicesHalf _half;
    private readonly AlignedMatrix _chosen;
    private readonly int[] _entries;
    private readonly float[] _weights;
    private readonly float _length;
    private readonly FactorEquations _equations;

    private FoldedPerson(ChoicesHalf half, AlignedMatrix chosen, float[] weights)
    {
        _half = half;
        _chosen = chosen;
        _weights = weights;
        _entries = [.. Enumerable.Range(0, chosen.Rows)];
        _equations = new FactorEquations(half.Gram, half.Pictures, half.Settings);
        Factor = new float[half.Settings.Dimensions];
        _equations.Solve(chosen, _entries, weights, Factor, Factor.Length);
        _length = TensorPrimitives.Norm<float>(Factor);
        if (_length > 0)
            TensorPrimitives.Divide(Factor, _length, Factor);
    }

    /// <summary>The person's factor, of length 1; 0 where nothing they chose says anything.</summary>
    public float[] Factor { get; }

    /// <summary>Solves for somebody.</summary>
    /// <param name="half">What everybody's choices say.</param>
    /// <param name="factors">The factors of what they chose.</param>
    /// <param name="weights">What each choice weighs; below 0 for dislikes.</param>
    public static FoldedPerson Of(ChoicesHalf half, IReadOnlyList<float[]> factors, float[] weights)
    {
        var chosen = new AlignedMatrix(half.Settings.Dimensions, factors.Count);
        foreach (var factor in factors)
            chosen.Add(factor);
        return new FoldedPerson(half, chosen, weights);
    }

    /// <summary>What each choice adds to the product of <see cref="Factor"/> with a picture's factor divided by the longest.</summary>
    /// <param name="picture">The picture's factor.</param>
    /// <returns>One number for each choice; they sum to that product.</returns>
    public float[] SharesOf(float[] picture)
    {
        var solution = new float[picture.Length];
        _equations.SolveFor(picture, _chosen, _entries, _weights, solution);
        var scale = _length > 0 ? 1 / (_length * _half.Longest) : 0;
        return
        [
            .. _weights.Select((weight, i) => weight > 0 ? weight * scale * TensorPrimitives.Dot<float>(solution, _chosen[i]) : 0),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _equations.Dispose();
        _chosen.Dispose();
    }
}
