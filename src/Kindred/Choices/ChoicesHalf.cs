using System.Numerics.Tensors;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>
/// The half of a vector that says who chose a picture, beside the half that says what it looks like. Immutable, safe for use from
/// several threads.
/// </summary>
/// <remarks>
/// A row of the index is (√½ x, √½ f, rest): the picture's row by looks x, of length 1; its factor f, divided by the longest one; and
/// one number that makes up the length, so that the cosine with a query is its inner product. A query by looks has nothing in the second
/// half and finds what it found without it. A query for a person is ((1 − w) x, w u), u being the person's factor, of length 1: its
/// score is (1 − w) times the cosine by looks and w times u · f.
/// </remarks>
internal sealed class ChoicesHalf : IDisposable
{
    /// <summary>What the scores of an index with both halves have to be divided by.</summary>
    public static readonly float Scale = MathF.Sqrt(0.5f);

    private readonly AlignedMatrix _gram;

    /// <summary>Puts a half together; it owns the matrix from then on.</summary>
    /// <param name="settings">How factors were fitted.</param>
    /// <param name="pictures">Number of pictures they were fitted to.</param>
    /// <param name="longest">Length of the longest factor.</param>
    /// <param name="gram">The products of all pairs of numbers over all pictures, times the background's weight.</param>
    /// <param name="regression">What looks say of factors.</param>
    public ChoicesHalf(FactorSettings settings, int pictures, float longest, AlignedMatrix gram, LooksRegression regression)
    {
        Settings = settings;
        Pictures = pictures;
        Longest = longest;
        Regression = regression;
        _gram = gram;
    }

    /// <summary>How many likes there are weights for; more likes than the last have its weight.</summary>
    public static IReadOnlyList<int> LikeCounts { get; } = [1, 2, 4, 8];

    /// <summary>How factors were fitted.</summary>
    public FactorSettings Settings { get; }

    /// <summary>Number of pictures that factors were fitted to.</summary>
    public int Pictures { get; }

    /// <summary>Length of the longest factor.</summary>
    public float Longest { get; }

    /// <summary>What looks say of factors.</summary>
    public LooksRegression Regression { get; }

    /// <summary>The products of all pairs of numbers over all pictures, times the background's weight.</summary>
    public AlignedMatrix Gram => _gram;

    /// <summary>Number of the fit.</summary>
    public int Version { get; init; }

    /// <summary>What choices count beside looks, from 0 to 1, for each of <see cref="LikeCounts"/>.</summary>
    public double[] Weights { get; init; } = [0, 0, 0, 0];

    /// <summary>What scores say, as numbers: see <see cref="Spaces.Confidence"/>.</summary>
    public float[] Curves { get; init; } = [];

    /// <summary>Numbers that a row has beyond those by looks.</summary>
    public int Dimensions => Settings.Dimensions + 1;

    /// <summary>What choices count for somebody with so many likes, from 0 to 1.</summary>
    public double WeightOf(int likes)
    {
        var at = LikeCounts.Count - 1;
        while (at > 0 && LikeCounts[at] > likes)
            at--;
        return Weights[at];
    }

    /// <summary>Completes a row.</summary>
    /// <param name="row">The row by looks, of any length but 0, and after it <see cref="Dimensions"/> numbers to set.</param>
    /// <param name="factor">The picture's factor; empty where nobody has chosen it, then looks say what they can.</param>
    public void Draw(Span<float> row, ReadOnlySpan<float> factor)
    {
        var looks = row[..^Dimensions];
        var half = row[^Dimensions..^1];
        if (factor.IsEmpty)
            Regression.Predict(looks, half);
        else
            factor.CopyTo(half);
        var length = TensorPrimitives.Norm<float>(half);
        TensorPrimitives.Multiply(half, 1 / Math.Max(Longest, length), half);
        TensorPrimitives.Multiply(row[..^1], Scale, row[..^1]);
        row[^1] = MathF.Sqrt(Math.Max(0, 1 - TensorPrimitives.SumOfSquares<float>(row[..^1])));
    }

    /// <summary>The factor in a row.</summary>
    public float[] FactorOf(ReadOnlySpan<float> row)
    {
        var factor = row[^Dimensions..^1].ToArray();
        TensorPrimitives.Multiply(factor, Longest / Scale, factor);
        return factor;
    }

    /// <summary>What looks say of a picture's factor.</summary>
    /// <param name="looks">The picture by looks, of length 1.</param>
    public float[] Predict(ReadOnlySpan<float> looks)
    {
        var factor = new float[Settings.Dimensions];
        Regression.Predict(looks, factor);
        return factor;
    }

    /// <inheritdoc/>
    public void Dispose() => _gram.Dispose();
}
