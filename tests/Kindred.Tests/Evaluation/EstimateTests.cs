using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation;

public sealed class EstimateTests
{
    [Fact]
    public void FromValues_FairCoins_HasTheIntervalOfTheNormalApproximation()
    {
        double[] coins = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 1.0 : 0.0)];

        var estimate = Estimate.FromValues(coins, seed: 3);

        // 1.96 · √(0.25 / 1000) = 0.031
        Assert.Equal(0.5, estimate.Mean, 1e-12);
        Assert.Equal(0.469, estimate.Low, 0.004);
        Assert.Equal(0.531, estimate.High, 0.004);
    }

    [Fact]
    public void FromValues_SameSeed_SameInterval()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => Math.Sin(i))];

        Assert.Equal(Estimate.FromValues(values, 1), Estimate.FromValues(values, 1));
        Assert.NotEqual(Estimate.FromValues(values, 1), Estimate.FromValues(values, 2));
    }

    [Fact]
    public void FromValues_Constant_HasNoWidth() =>
        Assert.Equal(new Estimate(0.25, 0.25, 0.25), Estimate.FromValues([0.25, 0.25, 0.25], 1));

    // Each query's value is a third of its base, whichever queries are drawn.
    [Fact]
    public void OfRatio_ValuesInProportion_HasNoWidth()
    {
        var estimate = Estimate.OfRatio([1, 2, 3], [3, 6, 9], 1);

        Assert.Equal(1 / 3.0, estimate.Mean, 1e-12);
        Assert.Equal(1 / 3.0, estimate.Low, 1e-12);
        Assert.Equal(1 / 3.0, estimate.High, 1e-12);
    }

    [Fact]
    public void OfRatio_UnequalBases_IsTheRatioOfTheMeans() => Assert.Equal(0.25, Estimate.OfRatio([0, 1], [1, 3], 1).Mean, 1e-12);

    [Fact]
    public void FromValues_Nothing_Throws() => Assert.Throws<ArgumentException>(() => Estimate.FromValues([], 1));
}
