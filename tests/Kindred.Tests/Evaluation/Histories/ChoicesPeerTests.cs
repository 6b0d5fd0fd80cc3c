using Kindred.Choices;
using Kindred.Evaluation.Histories;
using Kindred.Search.Memory;

namespace Kindred.Tests.Evaluation.Histories;

/// <summary>What choices are fitted with, held to NumPy: the numbers are printed by <c>bench/peers/choices.py</c>.</summary>
public sealed class ChoicesPeerTests
{
    private const int Pictures = 20;

    private static readonly int[][] Likes =
    [
        .. Enumerable.Range(0, 12).Select(person => Enumerable.Range(0, 6)
            .Select(k => ((7 * person) + (3 * k * k) + (person * k)) % Pictures).Distinct().Order().ToArray()),
    ];

    [Fact]
    public void Ease_Scores_AreThoseOfNumPy()
    {
        using var model = EaseModel.Fit(Likes, [.. Enumerable.Range(0, Pictures)], ridge: 10);

        var scores = model.Score(Likes[1], Pictures);

        double[] expected =
        [
            0.005979, 0.051924, 0.088561, 0.060086, 0.05688, 0.05051, 0.013087, 0.165558, 0.065492, 0.013087, 0.045482, 0.121667, 0.162899,
            0.060086, -0.001747,
        ];
        float[] found = [.. scores.Index().Where(score => !Likes[1].Contains(score.Index)).Select(score => score.Item)];
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 5e-6));
    }

    [Fact]
    public void Factors_OfAPerson_AreThoseOfNumPy()
    {
        var settings = new FactorSettings(Dimensions: 4, Background: 0.1, Regularization: 0.02);
        using var factors = new AlignedMatrix(4, Pictures);
        for (var picture = 0; picture < Pictures; picture++)
            factors.Add([.. Enumerable.Range(0, 4).Select(i => (float)Math.Sin(1 + picture + (2.5 * i)))]);
        var starts = Likes.Aggregate(new List<int> { 0 }, (all, own) => [.. all, all[^1] + own.Length]);
        int[] entries = [.. Likes.SelectMany(own => own)];
        var choices = new ChoiceMatrix(Pictures, [.. starts], entries, [.. entries.Select(_ => 1f)]);

        using var people = ImplicitFactors.People(choices, factors, settings);

        double[] expected = [0.364664, -0.045871, -0.291166, 0.512402];
        Assert.All(expected.Zip(people[1].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
    }

    // Large enough to be taken in halves, twice.
    [Fact]
    public void Inverse_TimesTheMatrix_IsOne()
    {
        const int Size = 900;
        var random = new Random(1);
        using var parts = new AlignedMatrix(50, Size);
        for (var row = 0; row < Size; row++)
            parts.Add([.. Enumerable.Range(0, 50).Select(_ => random.NextSingle())]);
        using var matrix = Kindred.Search.Kernels.MatrixProducts.Multiply(parts, parts);
        for (var row = 0; row < Size; row++)
            matrix[row][row] += 20;

        using var inverse = SymmetricInverse.Of(matrix);

        using var product = Kindred.Search.Kernels.MatrixProducts.Multiply(matrix, inverse);
        var worst = Enumerable.Range(0, Size).Max(row =>
            Enumerable.Range(0, Size).Max(column => Math.Abs(product[row][column] - (row == column ? 1 : 0))));
        Assert.InRange(worst, 0, 2e-2);
    }
}
