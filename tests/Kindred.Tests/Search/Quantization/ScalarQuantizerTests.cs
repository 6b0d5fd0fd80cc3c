using Kindred.Search;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Quantization;

public sealed unsafe class ScalarQuantizerTests
{
    [Theory]
    [InlineData(1, Metric.Euclidean)]
    [InlineData(7, Metric.Euclidean)]
    [InlineData(64, Metric.Cosine)]
    [InlineData(100, Metric.Euclidean)]
    [InlineData(1000, Metric.Cosine)]
    public void Encode_FittedRows_AreOffByHalfAStepAtMost(int dimensions, Metric metric)
    {
        using var vectors = SampleVectors.Decaying(500, dimensions, metric, seed: 3);
        var quantizer = ScalarQuantizer.Fit(vectors);
        using var codes = new CodeTable(quantizer);
        codes.AddFrom(vectors);
        var decoded = new float[dimensions];

        for (var id = 0; id < vectors.Count; id++)
        {
            quantizer.Decode(codes.Row(id), decoded);
            for (var i = 0; i < dimensions; i++)
                Assert.InRange(Math.Abs(decoded[i] - vectors[id][i]), 0, quantizer.Scales[i] * 0.5001f);
            for (var i = dimensions; i < quantizer.Stride; i++)
                Assert.Equal(0, codes.Row(id)[i]);
        }
    }

    [Fact]
    public void Fit_KnownRows_MakesTheLargestMagnitudeOfEachDimension127()
    {
        using var vectors = new VectorTable(3, Metric.Euclidean);
        vectors.Add([1, -254, 0]);
        vectors.Add([-0.5f, 127, 0]);

        Assert.Equal([1 / 127f, 2, 0], ScalarQuantizer.Fit(vectors).Scales.ToArray());
    }

    [Fact]
    public void Encode_KnownRows_GivesTheNearestStepAndClampsWhatLiesOutside()
    {
        using var vectors = new VectorTable(5, Metric.Euclidean);
        vectors.Add([1, -1, 300, -300, float.NaN]);
        using var codes = new CodeTable(new ScalarQuantizer([0.4f, 0.6f, 1, 1, 1]));
        Assert.False(codes.AddFrom(vectors));

        Assert.Equal(new sbyte[] { 2, -2, 127, -127, 0 }, new ReadOnlySpan<sbyte>(codes.Row(0), 5).ToArray());
    }

    [Fact]
    public void Fit_DimensionOfZerosOrInfinities_HasScaleZeroAndDecodesToZero()
    {
        using var vectors = new VectorTable(2, Metric.Euclidean);
        vectors.Add([0, float.PositiveInfinity]);
        var quantizer = ScalarQuantizer.Fit(vectors);
        using var codes = new CodeTable(quantizer);
        codes.AddFrom(vectors);
        var decoded = new float[2];

        quantizer.Decode(codes.Row(0), decoded);

        Assert.Equal([0f, 0f], quantizer.Scales.ToArray());
        Assert.Equal([0f, 0f], decoded);
    }

    [Fact]
    public void Constructor_ScalesOfAnother_EncodesTheSame()
    {
        using var vectors = SampleVectors.Decaying(50, 70, Metric.Cosine, seed: 4);
        var fitted = ScalarQuantizer.Fit(vectors);
        using var codes = new CodeTable(fitted);
        using var again = new CodeTable(new ScalarQuantizer(fitted.Scales));

        codes.AddFrom(vectors);
        again.AddFrom(vectors);

        for (var id = 0; id < vectors.Count; id++)
        {
            Assert.True(new ReadOnlySpan<sbyte>(codes.Row(id), codes.Stride).SequenceEqual(new(again.Row(id), again.Stride)));
            Assert.Equal(*codes.Biases(id), *again.Biases(id));
        }
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Constructor_ScaleThatIsNone_Throws(float scale) => Assert.Throws<ArgumentException>(() => new ScalarQuantizer([1, scale]));

    [Fact]
    public void EncodeQuery_WrongLength_Throws()
    {
        var quantizer = new ScalarQuantizer([1, 1]);
        using var encoded = new EncodedQuery(2);

        Assert.Throws<ArgumentException>(() => quantizer.EncodeQuery(new float[3], encoded));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-42f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void EncodeQuery_WithoutDirection_HasProductZero(float value)
    {
        using var encoded = new EncodedQuery(3);

        new ScalarQuantizer([1, 1, 1]).EncodeQuery([value, 0, 0], encoded);

        Assert.Equal(0, encoded.Scale);
        Assert.Equal(new short[3], new ReadOnlySpan<short>(encoded.Steps, 3).ToArray());
        Assert.Equal(0, encoded.Length);
    }

    [Theory]
    [InlineData(0, 0, 0, 64)]
    [InlineData(63, 64, 0, 128)]
    [InlineData(64, 199, 64, 192)]
    [InlineData(128, 130, 128, 64)]
    [InlineData(192, 199, 192, 64)]
    public void EncodeQuery_NumbersInAPartOfIt_CoversThatPartInWholeLanes(int first, int last, int start, int length)
    {
        using var encoded = new EncodedQuery(200);
        var query = new float[200];
        (query[first], query[last]) = (1, -1);

        new ScalarQuantizer([.. Enumerable.Repeat(0.5f, 200)]).EncodeQuery(query, encoded);

        Assert.Equal((start, length), (encoded.Start, encoded.Length));
    }
}
