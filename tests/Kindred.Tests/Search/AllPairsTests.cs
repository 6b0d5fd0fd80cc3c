using Kindred.Search;

namespace Kindred.Tests.Search;

public sealed class AllPairsTests
{
    [Theory]
    [InlineData(Metric.Cosine, 1)]
    [InlineData(Metric.Euclidean, 1)]
    [InlineData(Metric.Cosine, 700)]
    [InlineData(Metric.Euclidean, 700)]
    [InlineData(Metric.Euclidean, 1153)]
    public void SearchAll_AnyCount_EqualsSearchQueryByQuery(Metric metric, int count)
    {
        using var index = Random(count, 40, metric);

        var lists = index.SearchAll(7, cancellationToken: TestContext.Current.CancellationToken);

        for (var query = 0; query < count; query++)
        {
            var one = query;
            AssertSame(index.Search(index[query], 7, id => id != one), lists[query]);
        }
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Euclidean)]
    public void SearchAll_FilterThatIsNotSymmetric_IsAskedInBothDirections(Metric metric)
    {
        using var index = Random(500, 24, metric);
        static bool Include(int query, int id) => (query + (3 * id)) % 5 < 2;

        var lists = index.SearchAll(6, Include, TestContext.Current.CancellationToken);

        for (var query = 0; query < index.Count; query++)
        {
            var one = query;
            AssertSame(index.Search(index[query], 6, id => id != one && Include(one, id)), lists[query]);
        }
    }

    [Fact]
    public void SearchAll_ManyEqualEmbeddings_KeepsTheSmallestIds()
    {
        using var index = new FlatIndex(20, Metric.Cosine);
        for (var id = 0; id < 800; id++)
            index.Add(Waves.Row(id % 2, 20));

        var lists = index.SearchAll(5, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0, 2, 4, 6, 8], lists[798].Select(neighbor => neighbor.Id));
        Assert.Equal([1, 3, 5, 7, 9], lists[799].Select(neighbor => neighbor.Id));
        Assert.Equal([2, 4, 6, 8, 10], lists[0].Select(neighbor => neighbor.Id));
    }

    [Fact]
    public void SearchAll_Repeated_IsTheSameToTheBit()
    {
        using var index = Random(900, 130, Metric.Euclidean);

        var first = index.SearchAll(9, cancellationToken: TestContext.Current.CancellationToken);

        for (var run = 0; run < 5; run++)
            Assert.Equal(first, index.SearchAll(9, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void SearchAll_Canceled_Throws()
    {
        using var index = Random(100, 8, Metric.Cosine);

        Assert.ThrowsAny<OperationCanceledException>(() => index.SearchAll(3, cancellationToken: new CancellationToken(canceled: true)));
    }

    /// <summary>A query is normalized once more than the embedding was that it comes from, so the last bits may differ.</summary>
    private static void AssertSame(Neighbor[] expected, Neighbor[] actual)
    {
        Assert.Equal(expected.Select(neighbor => neighbor.Id), actual.Select(neighbor => neighbor.Id));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Distance, pair.Second.Distance, 1e-6f));
    }

    private static FlatIndex Random(int count, int dimensions, Metric metric)
    {
        var random = new Random(count);
        var index = new FlatIndex(dimensions, metric, count);
        for (var id = 0; id < count; id++)
            index.Add([.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)]);
        return index;
    }
}
