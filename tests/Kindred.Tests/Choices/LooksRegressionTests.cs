using Kindred.Choices;
using Kindred.Search.Memory;

namespace Kindred.Tests.Choices;

public sealed class LooksRegressionTests
{
    private const int Looks = 12;
    private const int Factors = 5;

    [Fact]
    public void Fit_FactorsThatFollowLooks_PredictsThem()
    {
        var random = new Random(1);
        var map = Enumerable.Range(0, Factors).Select(_ => Row(random, Looks)).ToArray();
        using var looks = new AlignedMatrix(Looks);
        using var factors = new AlignedMatrix(Factors);
        for (var i = 0; i < 500; i++)
        {
            var row = Row(random, Looks);
            looks.Add(row);
            factors.Add([.. map.Select(weights => 3 + weights.Zip(row, (weight, number) => weight * number).Sum())]);
        }

        var regression = LooksRegression.Fit(looks, factors);

        Assert.InRange(regression.Trust, 0.95, 1);
        Assert.InRange(regression.Explained, 0.95, 1);
        var unseen = Row(random, Looks);
        var predicted = new float[Factors];
        regression.Predict(unseen, predicted);
        for (var i = 0; i < Factors; i++)
            Assert.Equal(3 + map[i].Zip(unseen, (weight, number) => weight * number).Sum(), predicted[i], 0.1);
    }

    [Fact]
    public void Fit_FactorsThatLooksSayNothingOf_FallsBackOnTheMean()
    {
        var random = new Random(2);
        using var looks = new AlignedMatrix(Looks);
        using var factors = new AlignedMatrix(Factors);
        for (var i = 0; i < 2000; i++)
        {
            looks.Add(Row(random, Looks));
            factors.Add([.. Row(random, Factors).Select(number => number + 2)]);
        }

        var regression = LooksRegression.Fit(looks, factors);

        Assert.InRange(regression.Explained, 0, 0.02);
        var predicted = new float[Factors];
        regression.Predict(Row(random, Looks), predicted);
        Assert.All(predicted, number => Assert.Equal(2, number, 0.25));
    }

    /// <summary>Columns of zeros change nothing but the way it is solved: with more columns than rows, through the rows.</summary>
    [Fact]
    public void Fit_FewerRowsThanColumns_IsWhatItIsWithoutColumnsOfZeros()
    {
        const int Rows = 40;
        var random = new Random(3);
        using var narrow = new AlignedMatrix(Looks);
        using var wide = new AlignedMatrix(2 * Rows);
        using var factors = new AlignedMatrix(Factors);
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(random, Looks);
            narrow.Add(row);
            wide.Add([.. row, .. new float[(2 * Rows) - Looks]]);
            factors.Add([.. Row(random, Factors).Select((noise, factor) => row[factor] + noise)]);
        }

        var (one, other) = (LooksRegression.Fit(narrow, factors), LooksRegression.Fit(wide, factors));

        Assert.InRange(one.Explained, 0.1, 0.9);
        Assert.Equal(one.Explained, other.Explained, 1e-5);
        Assert.Equal(one.Trust, other.Trust, 1e-5);
        var (predicted, same) = (new float[Factors], new float[Factors]);
        var unseen = Row(random, Looks);
        one.Predict(unseen, predicted);
        other.Predict([.. unseen, .. new float[(2 * Rows) - Looks]], same);
        Assert.Equal(predicted, same, (left, right) => Math.Abs(left - right) < 1e-4);
    }

    private static float[] Row(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
}
