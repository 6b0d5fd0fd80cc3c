using System.Runtime.InteropServices;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Search.Quantization;

namespace Kindred.Tests.Search.Quantization;

public sealed unsafe class CodeTableTests
{
    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Euclidean)]
    public void Closeness_AnyIds_IsThatToTheDecodedEmbedding(Metric metric)
    {
        using var vectors = SampleVectors.Decaying(400, 90, metric, seed: 2);
        using var codes = new CodeTable(ScalarQuantizer.Fit(vectors));
        codes.AddFrom(vectors);
        using var query = new EncodedQuery(90);
        codes.Quantizer.EncodeQuery(vectors[17], query);
        int[] ids = [399, 0, 17, 200, 256, 255, 17];
        var batch = new float[ids.Length];
        var decoded = new float[90];

        codes.Closeness(query, ids, batch);

        for (var i = 0; i < ids.Length; i++)
        {
            codes.Quantizer.Decode(codes.Row(ids[i]), decoded);
            var expected = decoded.Select((y, j) => ((double)vectors[17][j] * y) - ((double)y * y / 2)).Sum();
            Assert.Equal(expected, batch[i], 1e-4);
            Assert.Equal(codes.Closeness(query, ids[i]), batch[i]);
        }
    }

    [Fact]
    public void Add_OneByOne_IsTheSameAsFromTheTable()
    {
        using var vectors = SampleVectors.Decaying(700, 65, Metric.Euclidean, seed: 2);
        var quantizer = ScalarQuantizer.Fit(vectors);
        using var all = new CodeTable(quantizer);
        using var single = new CodeTable(quantizer);
        single.Add(vectors.Row(0));
        all.AddFrom(vectors);

        for (var id = 1; id < 300; id++)
            Assert.Equal(id, single.Add(vectors.Row(id)));
        single.AddFrom(vectors);

        AssertEqual(all, single);
    }

    [Fact]
    public void Constructor_RowsInMemory_ReadsThemAndGrows()
    {
        using var vectors = SampleVectors.Decaying(5000, 10, Metric.Cosine, seed: 2);
        using var codes = new CodeTable(ScalarQuantizer.Fit(vectors));
        codes.AddFrom(vectors);
        var mapped = (sbyte*)NativeMemory.AlignedAlloc((nuint)(4500 * codes.Stride), 64);
        for (var id = 0; id < 4500; id++)
            NativeMemory.Copy(codes.Row(id), mapped + (id * codes.Stride), (nuint)codes.Stride);

        using (var taken = new CodeTable(codes.Quantizer, mapped, 4500))
        {
            Assert.Equal((nint)mapped, (nint)taken.Row(0));
            taken.AddFrom(vectors);
            AssertEqual(codes, taken);
        }

        NativeMemory.AlignedFree(mapped);
    }

    private static void AssertEqual(CodeTable expected, CodeTable actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var id = 0; id < expected.Count; id++)
        {
            Assert.True(new ReadOnlySpan<sbyte>(expected.Row(id), expected.Stride).SequenceEqual(new(actual.Row(id), actual.Stride)));
            Assert.Equal(*expected.Biases(id), *actual.Biases(id));
        }
    }
}
