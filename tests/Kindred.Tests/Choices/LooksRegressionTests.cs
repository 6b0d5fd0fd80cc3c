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

    private static float[] Row(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
}
