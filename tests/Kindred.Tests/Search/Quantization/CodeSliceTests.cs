using Kindred.Search;
using Kindred.Search.Quantization;

namespace Kindred.Tests.Search.Quantization;

public sealed unsafe class CodeSliceTests
{
    private const int Dimensions = 300;

    [Fact]
    public void SliceFor_TableThatGrows_HasThatPartOfEveryCode()
    {
        using var vectors = SampleVectors.Decaying(700, Dimensions, Metric.Euclidean, seed: 2);
        using var codes = new CodeTable(ScalarQuantizer.Fit(vectors));
        for (var id = 0; id < 300; id++)
            codes.Add(vectors.Row(id));
        using var query = Query(codes, 70, 190);

        var first = codes.SliceFor(query, codes.Count)!;
        AssertCut(codes, first);
        codes.AddFrom(vectors);
        var second = codes.SliceFor(query, codes.Count)!;

        Assert.Same(first, second);
        AssertCut(codes, second);
    }

    [Theory]
    [InlineData(0, 299)]
    [InlineData(0, 200)]
    [InlineData(128, 130)]
    public void SliceFor_MostOfACodeOrAnotherPart_IsNone(int first, int last)
    {
        using var vectors = SampleVectors.Decaying(300, Dimensions, Metric.Cosine, seed: 2);
        using var codes = new CodeTable(ScalarQuantizer.Fit(vectors));
        codes.AddFrom(vectors);
        using var small = Query(codes, 0, 3);
        using var other = Query(codes, first, last);

        Assert.NotNull(codes.SliceFor(small, codes.Count));
        Assert.Null(codes.SliceFor(other, codes.Count));
    }

    private static EncodedQuery Query(CodeTable codes, int first, int last)
    {
        var numbers = new float[Dimensions];
        (numbers[first], numbers[last]) = (1, 1);
        var query = new EncodedQuery(Dimensions);
        codes.Quantizer.EncodeQuery(numbers, query);
        return query;
    }

    private static void AssertCut(CodeTable codes, CodeSlice slice)
    {
        Assert.Equal((64, 128), (slice.Start, slice.Length));
        for (var id = 0; id < codes.Count; id++)
            Assert.True(new ReadOnlySpan<sbyte>(codes.Row(id) + 64, 128).SequenceEqual(new(slice.Row(id), 128)), $"{id}");
    }
}
