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

    [Fact]
    public void FromValues_Nothing_Throws() => Assert.Throws<ArgumentException>(() => Estimate.FromValues([], 1));
}
