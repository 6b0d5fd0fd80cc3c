using Kindred.Choices;

namespace Kindred.Tests.Choices;

public sealed class ImplicitFactorsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_PeopleWhoChooseWithinCircles_RanksTheirCircleFirst()
    {
        var histories = MadeUpChoices.Draw(people: 200, pictures: 100, circles: 5, likes: 8);
        var heldOut = histories.HoldOut();
        var settings = FactorSettings.Default with { Dimensions = 16 };

        var choices = histories.ToMatrix(heldOut: heldOut);
        using var pictures = ImplicitFactors.Fit(choices, settings, seed: 1, Cancel);
        var ranks = HeldOutRanks.Of(choices, pictures, settings, heldOut);

        // 13 pictures of a circle are left for each person, and 93 in all: by chance one in seven stands among the 13.
        Assert.Equal(200, ranks.Length);
        Assert.InRange(ranks.Count(rank => rank < 13), 180, 200);
    }

    [Fact]
    public void Fit_SameSeed_IsTheSameToTheBit()
    {
        var choices = MadeUpChoices.Draw(people: 300, pictures: 150, circles: 5, likes: 8).ToMatrix();

        using var one = ImplicitFactors.Fit(choices, FactorSettings.Default, seed: 3, Cancel);
        using var other = ImplicitFactors.Fit(choices, FactorSettings.Default, seed: 3, Cancel);

        for (var row = 0; row < one.Rows; row++)
            Assert.True(one[row].SequenceEqual(other[row]));
    }

    [Fact]
    public void Fit_PictureThatNobodyChose_HasNoFactor()
    {
        var choices = new ChoiceMatrix(3, [0, 2, 3], [0, 2, 0], [1, 1, 1]);

        using var factors = ImplicitFactors.Fit(choices, FactorSettings.Default, seed: 1, Cancel);

        Assert.True(factors[1].IndexOfAnyExcept(0f) < 0);
        Assert.True(factors[0].IndexOfAnyExcept(0f) >= 0);
    }

    [Fact]
    public void HoldOut_LeavesOutTheLatestLike_OfThoseWithEnough()
    {
        var histories = new ChoiceHistories(
            10, [0, 6, 10], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4], [1, 1, 1, 1, 1, -1, 1, 1, 1, 1],
            [.. Enumerable.Range(0, 10).Select(i => (long)i)]);

        var like = Assert.Single(histories.HoldOut());
        var left = histories.ToMatrix(heldOut: [like]);

        Assert.Equal(new HeldOutLike(Person: 0, Picture: 5, Place: 4), like);
        Assert.Equal([1, 2, 3, 4, 6], left.Entries(0).ToArray());
        Assert.Equal([1, 2, 3, 4], left.Entries(1).ToArray());
    }

    [Fact]
    public void ToMatrix_HalfLife_HalvesWhatIsSoOld()
    {
        var day = TimeSpan.TicksPerDay;
        var histories = new ChoiceHistories(3, [0, 3], [0, 1, 2], [1, 2, -1], [0, 10 * day, 20 * day]);

        Assert.Equal([0.25f, 1f, -1f], histories.ToMatrix(halfLifeDays: 10).Weights(0).ToArray());
    }

    [Fact]
    public void Transpose_Twice_IsTheSame()
    {
        var choices = MadeUpChoices.Draw(people: 20, pictures: 30, circles: 3, likes: 4).ToMatrix();

        var turned = choices.Transpose();
        var back = turned.Transpose();

        Assert.Equal((30, 20, 80), (turned.Rows, turned.Columns, turned.Count));
        for (var row = 0; row < choices.Rows; row++)
            Assert.Equal(choices.Entries(row).ToArray().Order(), back.Entries(row).ToArray());
    }
}
