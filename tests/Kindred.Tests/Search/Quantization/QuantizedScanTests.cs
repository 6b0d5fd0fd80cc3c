using Kindred.Search;
using Kindred.Search.Flat;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Quantization;

/// <summary>Against exact search over the same embeddings.</summary>
public sealed class QuantizedScanTests
{
    private const int Count = 5000;
    private const int Queries = 50;
    private const int K = 10;

    [Theory]
    [InlineData(Metric.Cosine, 100)]
    [InlineData(Metric.Euclidean, 100)]
    [InlineData(Metric.Cosine, 7)]
    [InlineData(Metric.Euclidean, 600)]
    public void Search_DecayingVariances_FindsNearlyAllOfTheExact(Metric metric, int dimensions)
    {
        using var vectors = SampleVectors.Decaying(Count, dimensions, metric, seed: 1);

        Assert.InRange(Recall(vectors, SampleVectors.Decaying(dimensions)), 0.99, 1);
    }

    /// <summary>The narrowest groups are not much wider than a code's rounding: 0.02 where a step is about 0.03.</summary>
    [Theory]
    [InlineData(Metric.Cosine, 0.3)]
    [InlineData(Metric.Euclidean, 0.3)]
    [InlineData(Metric.Cosine, 0.02)]
    [InlineData(Metric.Euclidean, 0.02)]
    public void Search_Clusters_FindsNearlyAllOfTheExact(Metric metric, double spread)
    {
        using var vectors = SampleVectors.Clustered(Count, 128, metric, seed: 1, spread);

        Assert.InRange(Recall(vectors, SampleVectors.Clustered(Count, 128, spread)), 0.99, 1);
    }

    [Fact]
    public void Search_OverSeveralThreads_ReportsExactDistancesInOrder()
    {
        using var vectors = SampleVectors.Decaying(40_000, 64, Metric.Cosine, seed: 5);
        using var codes = Encode(vectors);
        using var queries = Draw(vectors, SampleVectors.Decaying(64), 200);

        var exact = FlatScan.Search(vectors, queries, K, id => id % 3 == 1);
        var found = QuantizedScan.Search(codes, vectors, queries, K, id => id % 3 == 1);

        Assert.All(found, list => Assert.Equal(list.Order(), list));
        Assert.All(found, list => Assert.All(list, neighbor => Assert.Equal(1, neighbor.Id % 3)));
        Assert.InRange(exact.Zip(found, (a, b) => a.Intersect(b).Count()).Sum(), 0.99 * 200 * K, 200 * K);
    }

    /// <summary>As a query for what people chose has nothing in the numbers that say what a picture looks like.</summary>
    [Theory]
    [InlineData(0, 30)]
    [InlineData(70, 90)]
    [InlineData(140, 200)]
    public void Search_QueriesWithNumbersInAPart_FindsWhatExactSearchFinds(int from, int to)
    {
        using var vectors = SampleVectors.Clustered(Count, 200, Metric.Cosine, seed: 3, spread: 0.3);
        using var codes = Encode(vectors);
        using var queries = Draw(vectors, SampleVectors.Clustered(Count, 200, 0.3), Queries);
        for (var query = 0; query < Queries; query++)
        {
            queries[query][..from].Clear();
            queries[query][to..].Clear();
            VectorTable.Normalize(queries[query]);
        }

        var exact = FlatScan.Search(vectors, queries, K, null);
        var found = QuantizedScan.Search(codes, vectors, queries, K, null);
        Assert.InRange(exact.Zip(found, (a, b) => a.Intersect(b).Count()).Sum(), 0.99 * Queries * K, Queries * K);
    }

    [Fact]
    public void Search_CodesOfTheFirstOnly_FindsNoOthers()
    {
        using var vectors = SampleVectors.Decaying(300, 20, Metric.Euclidean, seed: 6);
        using var codes = Encode(vectors);
        vectors.Add(new float[20]);
        using var queries = new AlignedMatrix(20);
        queries.Add(new float[20]);

        var found = QuantizedScan.Search(codes, vectors, queries, 1000, null)[0];
        Assert.Equal(Enumerable.Range(0, 300), found.Select(neighbor => neighbor.Id).Order());
    }

    private static double Recall(VectorTable vectors, Func<Random, float[]> draw)
    {
        using var codes = Encode(vectors);
        using var queries = Draw(vectors, draw, Queries);
        var exact = FlatScan.Search(vectors, queries, K, null);
        var found = QuantizedScan.Search(codes, vectors, queries, K, null);
        return exact.Zip(found, (a, b) => a.Intersect(b).Count()).Sum() / (double)(Queries * K);
    }

    private static AlignedMatrix Draw(VectorTable vectors, Func<Random, float[]> draw, int count)
    {
        var random = new Random(99);
        var queries = new AlignedMatrix(vectors.Dimensions, count);
        for (var i = 0; i < count; i++)
        {
            queries.Add(draw(random));
            if (vectors.Metric == Metric.Cosine)
                VectorTable.Normalize(queries[i]);
        }

        return queries;
    }

    private static CodeTable Encode(VectorTable vectors)
    {
        var codes = new CodeTable(ScalarQuantizer.Fit(vectors));
        codes.AddFrom(vectors);
        return codes;
    }
}
