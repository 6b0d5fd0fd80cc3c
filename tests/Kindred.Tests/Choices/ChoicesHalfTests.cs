using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Derived;
using Kindred.Images;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Choices;

public sealed class ChoicesHalfTests
{
    private const int Looks = 10;

    private static readonly FactorSettings Settings = new(Dimensions: 6, Background: 0.1, Regularization: 0.01);

    private readonly Random _random = new(5);

    [Fact]
    public void Draw_Row_HasLengthOneAndBothInnerProducts()
    {
        using var half = Half(longest: 4);
        var looks = Unit(Looks);
        var factor = Row(Settings.Dimensions);
        float[] row = [.. looks, .. new float[half.Dimensions]];

        half.Draw(row, factor);

        Assert.Equal(1, TensorPrimitives.Norm<float>(row), 1e-5);
        var query = Unit(Looks);
        Assert.Equal(
            TensorPrimitives.Dot<float>(query, looks), TensorPrimitives.Dot(query, row.AsSpan(0, Looks)) / ChoicesHalf.Scale, 1e-5);
        for (var i = 0; i < factor.Length; i++)
            Assert.Equal(factor[i], half.FactorOf(row)[i], 1e-4);
    }

    [Fact]
    public void Draw_PictureThatNobodyChose_HasTheFactorThatLooksForetell()
    {
        using var half = Half(longest: 100);
        var looks = Unit(Looks);
        float[] row = [.. looks, .. new float[half.Dimensions]];

        half.Draw(row, factor: []);

        var predicted = half.Predict(looks);
        Assert.Contains(predicted, number => Math.Abs(number) > 0.01f);
        for (var i = 0; i < predicted.Length; i++)
            Assert.Equal(predicted[i], half.FactorOf(row)[i], 1e-3);
    }

    [Fact]
    public void SharesOf_Picture_SumToItsScore()
    {
        using var half = Half(longest: 3);
        float[][] chosen = [Row(6), Row(6), Row(6)];
        var picture = Row(6);

        using var person = FoldedPerson.Of(half, chosen, [1, 0.5f, 2]);

        Assert.Equal(1, TensorPrimitives.Norm<float>(person.Factor), 1e-5);
        Assert.Equal(TensorPrimitives.Dot<float>(person.Factor, picture) / half.Longest, person.SharesOf(picture).Sum(), 1e-4);
    }

    [Fact]
    public void WeightOf_Likes_GoesByTheMostThatTheyReach()
    {
        using var half = new ChoicesHalf(Settings, 3, 1, Gram(), Regression()) { Weights = [0.1, 0.2, 0.4, 0.8] };

        Assert.Equal([0.1, 0.2, 0.2, 0.4, 0.4, 0.8, 0.8], new[] { 1, 2, 3, 4, 7, 8, 500 }.Select(half.WeightOf));
    }

    [Fact]
    public void Kept_Fit_ComesBackAsItWas()
    {
        var findings = new ChoicesFindings(10, 200, 9, 0.1, 0.3, 0.2, 0.05, 0.4) { Weights = [0, 0.2, 0.5, 0.9] };
        using var half = new ChoicesHalf(Settings, 77, 2.5f, Gram(), Regression())
        {
            Version = 4,
            Weights = findings.Weights,
            Curves = [1, 2, 3],
        };
        var source = new ChoicesSource(200, "Visual 1 of 77, 10");

        var record = FittedChoices.Kept.Write(new DerivedValue<ChoicesSource, FittedChoices>(source, new FittedChoices(4, half, findings)));
        var read = FittedChoices.Kept.Read(record)!;

        using var back = read.Value.Half!;
        Assert.Equal(source, read.Source);
        Assert.Equal((4, Settings, 77, 2.5f), (back.Version, back.Settings, back.Pictures, back.Longest));
        Assert.Equal([1, 2, 3], back.Curves);
        Assert.Equal(findings.Weights, read.Value.Findings.Weights);
        Assert.Equal(half.Gram[2].ToArray(), back.Gram[2].ToArray());
        Assert.Equal(half.Predict(Unit(Looks)).Length, back.Predict(Unit(Looks)).Length);
        var looks = Unit(Looks);
        Assert.Equal(half.Predict(looks), back.Predict(looks));
    }

    [Fact]
    public void Kept_FitThatFoundNothing_HasNoHalf()
    {
        var findings = new ChoicesFindings(10, 200, 9, 0.1, 0.1, 0, 0.05, 0);

        var read = FittedChoices.Kept.Read(FittedChoices.Kept.Write(
            new DerivedValue<ChoicesSource, FittedChoices>(new ChoicesSource(200, "x"), new FittedChoices(1, Half: null, findings))))!;

        Assert.Null(read.Value.Half);
        Assert.Equal(9, read.Value.Findings.Judged);
    }

    [Fact]
    public void Factors_Written_ComeBackAsTheyWere()
    {
        ContentHash[] contents = [ContentHash.Of([1]), ContentHash.Of([2])];
        var factors = new ChoiceFactors(
            3, contents, [(Half)1, (Half)2, (Half)(-3), (Half)0.5], [7, 0.25f], [0, 5, 7], [1, 4, 9, 11, 12, 4, 9]);

        var back = ChoiceFactors.Read(factors.Write());

        var room = new float[2];
        Assert.Equal((3, 2), (back.Version, back.Dimensions));
        Assert.Equal([-3, 0.5f], back.Of(contents[1], room).ToArray());
        Assert.Equal(7, back.PopularityOf(contents[0]));
        Assert.Equal(0, back.PopularityOf(contents[1]));
        Assert.Equal(2, back.PeopleWhoLikeBoth(contents[0], contents[1]));
        Assert.Equal(0, back.PeopleWhoLikeBoth(contents[0], ContentHash.Of([3])));
        Assert.True(back.Of(ContentHash.Of([3]), room).IsEmpty);
        Assert.Throws<InvalidDataException>(() => ChoiceFactors.Read(factors.Write().AsSpan(0, 20)));
    }

    private static AlignedMatrix Gram()
    {
        var gram = new AlignedMatrix(6, 6);
        for (var row = 0; row < 6; row++)
            gram.Add([.. Enumerable.Range(0, 6).Select(column => row == column ? 2f : 0.1f)]);
        return gram;
    }

    private LooksRegression Regression() =>
        new([.. Enumerable.Range(0, Settings.Dimensions).Select(_ => Row(Looks + 1))], trust: 0.8, explained: 0.4);

    private ChoicesHalf Half(float longest) => new(Settings, 50, longest, Gram(), Regression());

    private float[] Row(int length) => [.. Enumerable.Range(0, length).Select(_ => (2 * _random.NextSingle()) - 1)];

    private float[] Unit(int length)
    {
        var row = Row(length);
        VectorTable.Normalize(row);
        return row;
    }
}
