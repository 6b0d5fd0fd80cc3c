using Kindred.Vision.Models.EightBit;

namespace Kindred.Tests.Vision.Models.EightBit;

public sealed class WeightRoundingTests
{
    [Fact]
    public void Scales_EachOutput_MakesItsLargestWeightTheLastStep()
    {
        var scales = WeightRounding.Scales([1, -2, 0.5f, 0, 0, 0], outputs: 2, steps: 64);

        // Channels of zeros are zeros with any scale.
        Assert.Equal([2f / 64, 1], scales);
    }

    [Fact]
    public void Round_ErrorsOfOneSign_MovesTheOneThatWasNearestToTheOtherSide()
    {
        // To the nearest they would be 10, 3, 3, 3: 1.2 short of 20.2. The largest errors are 0.45 and 0.4.
        var rounded = WeightRounding.Round([10, 3.4f, 3.35f, 3.45f], [1], steps: 64);

        Assert.Equal([10, 3, 3, 4], rounded.Select(value => (int)value));
    }

    [Fact]
    public void Round_ErrorsOfTheOtherSign_MovesDown()
    {
        var rounded = WeightRounding.Round([-10, -3.6f, 3.55f, 3.7f], [1], steps: 64);

        // -10, -4, 4, 4 add up to -6 and not to -6.35; one more step would be worse.
        Assert.Equal([-10, -4, 4, 4], rounded.Select(value => (int)value));
        // 2, 2, 3 are 1.15 more than 5.85; the third was nearest to the other side.
        Assert.Equal([2, 2, 2], WeightRounding.Round([1.6f, 1.7f, 2.55f], [1], steps: 64).Select(value => (int)value));
    }

    [Fact]
    public void Round_RandomFilters_KeepsSumsToHalfAStepAndWeightsToOne()
    {
        var random = new Random(5);
        float[] weights = [.. Enumerable.Range(0, 32 * 9).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        var scales = WeightRounding.Scales(weights, 32, 64);

        var rounded = WeightRounding.Round(weights, scales, 64);

        for (var output = 0; output < 32; output++)
        {
            var exact = weights[(output * 9)..((output + 1) * 9)].Select(weight => weight / scales[output]).ToArray();
            var numbers = rounded[(output * 9)..((output + 1) * 9)];
            Assert.InRange(exact.Sum() - numbers.Sum(number => number), -0.51, 0.51);
            Assert.All(exact.Zip(numbers), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
            Assert.Equal(64, numbers.Max(number => Math.Abs((int)number)));
        }
    }
}
