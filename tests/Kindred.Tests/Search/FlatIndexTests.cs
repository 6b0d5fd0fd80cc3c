using CsCheck;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search;

public sealed class FlatIndexTests
{
    /// <summary>
    /// scikit-learn 1.2, NearestNeighbors(algorithm='brute') over 60 rows of 24 <see cref="Waves"/> in double precision, the row itself
    /// left out.
    /// </summary>
    public static TheoryData<Metric, int, int[], float[]> Golden => new()
    {
        { Metric.Cosine, 0, [17, 34, 51, 16, 33], [0.01331f, 0.01709f, 0.0386f, 0.73769f, 0.76162f] },
        { Metric.Cosine, 7, [24, 41, 58, 9, 26], [0.01101f, 0.01926f, 0.06295f, 0.81506f, 0.82289f] },
        { Metric.Cosine, 31, [14, 48, 36, 53, 2], [0.00264f, 0.02112f, 0.73951f, 0.777f, 0.81549f] },
        { Metric.Cosine, 59, [8, 25, 42, 9, 58], [0.00973f, 0.01176f, 0.01472f, 0.85793f, 0.86796f] },
        { Metric.Euclidean, 0, [17, 34, 51, 16, 33], [0.60375f, 0.68786f, 1.0243f, 4.40804f, 4.50352f] },
        { Metric.Euclidean, 7, [24, 41, 58, 9, 26], [0.52316f, 0.69053f, 1.24023f, 4.4041f, 4.45045f] },
        { Metric.Euclidean, 31, [14, 48, 36, 53, 2], [0.33297f, 0.82237f, 4.29213f, 4.4198f, 4.43022f] },
        { Metric.Euclidean, 59, [42, 25, 8, 9, 58], [0.63275f, 0.66319f, 0.69889f, 4.42732f, 4.50166f] },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Search_GoldenRows_AgreesWithScikitLearn(Metric metric, int query, int[] ids, float[] distances)
    {
        using var index = Waves.Index(60, 24, metric);

        var neighbors = index.Search(Waves.Row(query, 24), 5, id => id != query);

        Assert.Equal(ids, neighbors.Select(neighbor => neighbor.Id));
        Assert.All(neighbors.Zip(distances), pair => Assert.Equal(pair.Second, pair.First.Distance, 2e-5f));
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void SearchAll_GoldenRows_AgreesWithScikitLearn(Metric metric, int query, int[] ids, float[] distances)
    {
        using var index = Waves.Index(60, 24, metric);

        var neighbors = index.SearchAll(5, cancellationToken: TestContext.Current.CancellationToken)[query];

        Assert.Equal(ids, neighbors.Select(neighbor => neighbor.Id));
        Assert.All(neighbors.Zip(distances), pair => Assert.Equal(pair.Second, pair.First.Distance, 2e-5f));
    }

    [Fact]
    public void SearchAll_AnyShape_AgreesWithPlainLoops() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 1100], Gen.Int[1, 12], Gen.Enum<Metric>(), Gen.Int[0, 1000]).Sample(
            (count, dimensions, k, metric, seed) =>
            {
                var random = new Random(seed);
                using var index = new FlatIndex(dimensions, metric);
                var rows = new double[count][];
                for (var i = 0; i < count; i++)
                {
                    float[] row = [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)];
                    rows[i] = [.. row.Select(value => (double)value)];
                    index.Add(row);
                }

                var lists = index.SearchAll(k);
                for (var query = 0; query < count; query += 1 + (count / 7))
                {
                    var expected = Enumerable.Range(0, count).Where(id => id != query)
                        .Select(id => Distance(rows[query], rows[id], metric)).Order().Take(k).ToList();
                    Assert.Equal(expected.Count, lists[query].Length);
                    Assert.All(lists[query].Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Distance, 1e-4));
                    Assert.DoesNotContain(lists[query], neighbor => neighbor.Id == query);
                    Assert.Equal(lists[query].Order(), lists[query]);
                }
            },
            iter: 24);

    [Fact]
    public void Search_OverSeveralThreads_IsTheSameAsSearchAll()
    {
        // 40,000 × 64 numbers are enough for the search to be split.
        var random = new Random(5);
        using var index = new FlatIndex(64, Metric.Cosine);
        var row = new float[64];
        for (var i = 0; i < 40_000; i++)
        {
            for (var j = 0; j < row.Length; j++)
                row[j] = random.NextSingle() - 0.5f;
            index.Add(row);
        }

        foreach (var query in (int[])[0, 127, 128, 20_000, 39_999])
        {
            var found = index.Search(index[query], 10, id => id != query);
            var exact = Enumerable.Range(0, index.Count).Where(id => id != query)
                .Select(id => new Neighbor(id, 1 - System.Numerics.Tensors.TensorPrimitives.Dot(index[query], index[id]))).Order().Take(10);
            Assert.Equal(exact.Select(neighbor => neighbor.Id), found.Select(neighbor => neighbor.Id));
        }
    }

    [Theory]
    [InlineData(2, Metric.Cosine)]
    [InlineData(3, Metric.Euclidean)]
    [InlineData(4, Metric.Cosine)]
    [InlineData(23, Metric.Euclidean)]
    [InlineData(24, Metric.Cosine)]
    [InlineData(25, Metric.Euclidean)]
    [InlineData(400, Metric.Euclidean)]
    public void Search_ManyQueriesAtOnce_EqualsSearchOneByOne(int count, Metric metric)
    {
        // 5,003 rows are many pieces, and the last one ends within a tile.
        var random = new Random(6);
        using var index = new FlatIndex(33, metric);
        using var queries = new AlignedMatrix(33, count);
        for (var i = 0; i < 5003 + count; i++)
        {
            float[] row = [.. Enumerable.Range(0, 33).Select(_ => random.NextSingle() - 0.5f)];
            if (i < 5003)
                index.Add(row);
            else
                queries.Add(row);
        }

        static bool Include(int id) => id % 7 != 3;
        var lists = index.Search(queries, 10, Include);

        for (var query = 0; query < count; query++)
        {
            using var one = new AlignedMatrix(33, 1);
            one.Add(queries[query]);
            var alone = index.Search(one, 10, Include)[0];
            Assert.Equal(alone.Select(neighbor => neighbor.Id), lists[query].Select(neighbor => neighbor.Id));
            Assert.All(alone.Zip(lists[query]), pair => Assert.Equal(pair.First.Distance, pair.Second.Distance, 1e-6f));
        }
    }

    [Fact]
    public void Search_EqualEmbeddings_AreOrderedById()
    {
        using var index = new FlatIndex(3, Metric.Cosine);
        for (var i = 0; i < 50; i++)
            index.Add([1, 2, 3]);

        Assert.Equal(Enumerable.Range(0, 50), index.Search([1, 2, 3], 50).Select(neighbor => neighbor.Id));
        var lists = index.SearchAll(5, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2, 3, 4], lists[49].Select(neighbor => neighbor.Id));
    }

    [Fact]
    public void Search_FewerThanK_ReturnsAll()
    {
        using var index = Waves.Index(3, 5, Metric.Euclidean);

        Assert.Equal(3, index.Search(Waves.Row(0, 5), 100_000).Length);
        var lists = index.SearchAll(100_000, cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(lists, list => Assert.Equal(2, list.Length));
    }

    [Fact]
    public void Search_Empty_ReturnsNothing()
    {
        using var index = new FlatIndex(5, Metric.Cosine);

        Assert.Empty(index.Search(new float[5], 3));
        Assert.Empty(index.SearchAll(3, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Search_FilterThatLeavesFew_StillFindsThem()
    {
        using var index = Waves.Index(1000, 8, Metric.Cosine);

        var found = index.Search(Waves.Row(0, 8), 5, id => id % 300 == 299);

        Assert.Equal([299, 599, 899], found.Select(neighbor => neighbor.Id).Order());
    }

    [Fact]
    public void Search_ZeroEmbedding_HasNoNaN()
    {
        using var index = new FlatIndex(4, Metric.Cosine);
        index.Add(new float[4]);
        index.Add([1, 0, 0, 0]);

        Assert.All(index.Search(new float[4], 2), neighbor => Assert.Equal(1f, neighbor.Distance));
    }

    [Fact]
    public void Search_Euclidean_ScaleOfQueryMatters()
    {
        using var index = new FlatIndex(1, Metric.Euclidean);
        index.Add([1]);
        index.Add([10]);

        Assert.Equal(0, index.Search([2], 1)[0].Id);
        Assert.Equal(1, index.Search([8], 1)[0].Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Search_KBelowOne_Throws(int k)
    {
        using var index = Waves.Index(3, 5, Metric.Cosine);

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[5], k));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.SearchAll(k, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Add_WrongLength_Throws()
    {
        using var index = new FlatIndex(5, Metric.Cosine);

        Assert.Throws<ArgumentException>(() => index.Add(new float[4]));
    }

    private static double Distance(double[] a, double[] b, Metric metric)
    {
        var pairs = a.Zip(b).ToList();
        return metric == Metric.Euclidean
            ? Math.Sqrt(pairs.Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)))
            : 1 - (pairs.Sum(pair => pair.First * pair.Second) / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x)));
    }
}
