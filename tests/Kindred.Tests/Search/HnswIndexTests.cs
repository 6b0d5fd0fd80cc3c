using Kindred.Search;

namespace Kindred.Tests.Search;

/// <summary>Approximate search is held against exact search over the same vectors.</summary>
public sealed class HnswIndexTests
{
    private const int Dimensions = 48;
    private const int K = 10;

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Euclidean)]
    public void Search_Clusters_FindsNearlyAllTrueNeighbors(Metric metric)
    {
        var clusters = new Clusters(Dimensions, 100, seed: 1);
        using var pair = IndexPair.Of(clusters.Next(8000), metric, new HnswOptions { EfSearch = 60 });

        Assert.InRange(pair.Recall(clusters.Next(200)), 0.97, 1);
    }

    [Fact]
    public void Search_MoreCandidates_FindsMore()
    {
        var clusters = new Clusters(Dimensions, 20, seed: 2);
        using var pair = IndexPair.Of(clusters.Next(8000), Metric.Cosine, new HnswOptions { M = 4, EfConstruction = 20, EfSearch = 1 });
        var queries = clusters.Next(200);
        var few = pair.Recall(queries);

        pair.Approximate.EfSearch = 100;

        Assert.InRange(pair.Recall(queries), few + 0.05, 1);
    }

    [Fact]
    public void Search_AsManyCandidatesAsAreAskedFor_KeepsNoMore()
    {
        var clusters = new Clusters(Dimensions, 20, seed: 14);
        using var pair = IndexPair.Of(clusters.Next(8000), Metric.Cosine, new HnswOptions { M = 4, EfConstruction = 20, EfSearch = K });
        var queries = clusters.Next(200);
        var asAsked = pair.Recall(queries);
        Assert.All(queries, query => Assert.Equal(K, pair.Approximate.Search(query, K).Length));
        Assert.Equal(K, pair.Approximate.SearchAll(K, cancellationToken: TestContext.Current.CancellationToken)[5].Length);

        pair.Approximate.EfSearch = K + 8;

        Assert.InRange(pair.Recall(queries), asAsked + 0.01, 1);
    }

    [Fact]
    public void Search_Results_HaveExactDistancesAndOrder()
    {
        var clusters = new Clusters(Dimensions, 50, seed: 3);
        using var pair = IndexPair.Of(clusters.Next(5000), Metric.Euclidean);

        foreach (var query in clusters.Next(50))
        {
            var found = pair.Approximate.Search(query, K);
            var exact = pair.Exact.Search(query, pair.Exact.Count).ToDictionary(neighbor => neighbor.Id);
            Assert.Equal(K, found.Length);
            Assert.Equal(found.Order(), found);
            Assert.All(found, neighbor => Assert.Equal(exact[neighbor.Id].Distance, neighbor.Distance));
        }
    }

    [Fact]
    public void Search_AddedOneByOne_FindsAsMuchAsAddedAtOnce()
    {
        var clusters = new Clusters(Dimensions, 50, seed: 4);
        using var pair = IndexPair.Of([], Metric.Cosine);
        foreach (var vector in clusters.Next(5000))
            pair.Add(vector);

        Assert.InRange(pair.Recall(clusters.Next(200)), 0.98, 1);
    }

    [Fact]
    public void Search_FilteredToOneInAHundred_FindsExactlyThose()
    {
        var clusters = new Clusters(Dimensions, 50, seed: 5);
        using var pair = IndexPair.Of(clusters.Next(5000), Metric.Cosine);

        foreach (var query in clusters.Next(20))
        {
            var found = pair.Approximate.Search(query, K, id => id % 100 == 7);
            Assert.Equal(pair.Exact.Search(query, K, id => id % 100 == 7), found);
        }
    }

    [Fact]
    public void Search_FilteredToHalf_FindsNearlyAllOfThem()
    {
        var clusters = new Clusters(Dimensions, 50, seed: 6);
        using var pair = IndexPair.Of(clusters.Next(8000), Metric.Cosine);

        Assert.InRange(pair.Recall(clusters.Next(100), id => id % 2 == 0), 0.97, 1);
    }

    [Fact]
    public void Search_FilteredToWhatIsFarAway_StillFindsK()
    {
        // All that passes is in one cluster, and the query is in another: a walk around the query meets none.
        var random = new Random(7);
        float[] Near(float[] center) => [.. center.Select(value => value + ((random.NextSingle() - 0.5f) * 0.05f))];
        float[][] centers = [.. Enumerable.Range(0, 50).Select(axis => Enumerable.Range(0, 64).Select(i => i == axis ? 1f : 0f).ToArray())];
        using var pair = IndexPair.Of([.. Enumerable.Range(0, 6000).Select(id => Near(centers[id % 50]))], Metric.Cosine);

        var found = pair.Approximate.Search(Near(centers[0]), K, id => id % 50 == 33);

        Assert.Equal(K, found.Length);
        Assert.All(found, neighbor => Assert.Equal(33, neighbor.Id % 50));
    }

    [Fact]
    public void SearchAll_EveryEmbedding_LeavesItselfOut()
    {
        var clusters = new Clusters(Dimensions, 50, seed: 8);
        using var pair = IndexPair.Of(clusters.Next(4000), Metric.Cosine);

        var approximate = pair.Approximate.SearchAll(K, cancellationToken: TestContext.Current.CancellationToken);
        var exact = pair.Exact.SearchAll(K, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(approximate, (found, id) =>
        {
            Assert.Equal(K, found.Length);
            Assert.DoesNotContain(found, neighbor => neighbor.Id == id);
        });
        var hits = approximate.Zip(exact, (found, truth) => Ids(found).Intersect(Ids(truth)).Count()).Sum();
        Assert.InRange(hits / (double)(K * exact.Length), 0.98, 1);
    }

    [Fact]
    public void Remove_ThirtyPercentReplaced_FindsAsMuchAsAFreshIndex()
    {
        var clusters = new Clusters(Dimensions, 100, seed: 9);
        using var pair = IndexPair.Of(clusters.Next(8000), Metric.Cosine, new HnswOptions { EfSearch = 40 });
        var removed = Enumerable.Range(0, 8000).Where(id => id % 10 < 3).ToHashSet();
        foreach (var id in removed)
            Assert.True(pair.Approximate.Remove(id));
        foreach (var vector in clusters.Next(removed.Count))
            pair.Add(vector);
        var queries = clusters.Next(300);

        var kept = Enumerable.Range(0, pair.Exact.Count).Where(id => !removed.Contains(id));
        float[][] rest = [.. kept.Select(id => pair.Exact[id].ToArray())];
        using var fresh = IndexPair.Of(rest, Metric.Cosine, new HnswOptions { EfSearch = 40 });

        Assert.Equal(8000, pair.Approximate.Count);
        Assert.InRange(pair.Recall(queries, id => !removed.Contains(id)), fresh.Recall(queries) - 0.02, 1);
        Assert.All(queries, query =>
            Assert.DoesNotContain(pair.Approximate.Search(query, 100), neighbor => removed.Contains(neighbor.Id)));
    }

    [Fact]
    public void Remove_Everything_LeavesAnIndexThatCanBeFilledAgain()
    {
        var clusters = new Clusters(Dimensions, 10, seed: 10);
        using var pair = IndexPair.Of(clusters.Next(3000), Metric.Cosine);
        for (var id = 0; id < 3000; id++)
            Assert.True(pair.Approximate.Remove(id));

        Assert.Equal(0, pair.Approximate.Count);
        Assert.Empty(pair.Approximate.Search(clusters.Next(), K));
        var added = clusters.Next(3000).Select(vector => pair.Approximate.Add(vector)).ToArray();

        Assert.All(added, id => Assert.Equal(id, pair.Approximate.Search(pair.Approximate[id], 1).Single().Id));
    }

    [Fact]
    public void Remove_UnknownOrTwice_SaysNo()
    {
        using var pair = IndexPair.Of([[1, 0], [0, 1]], Metric.Cosine);

        Assert.False(pair.Approximate.Remove(2));
        Assert.False(pair.Approximate.Remove(-1));
        Assert.True(pair.Approximate.Remove(1));
        Assert.False(pair.Approximate.Remove(1));
        Assert.Equal([0], pair.Approximate.Search([0, 1], K).Select(neighbor => neighbor.Id));
    }

    [Fact]
    public void Search_EqualEmbeddings_FindsAllOfThem()
    {
        using var pair = IndexPair.Of([.. Enumerable.Repeat(new float[] { 1, 2, 3 }, 3000)], Metric.Cosine);

        Assert.Equal(K, pair.Approximate.Search([1, 2, 3], K).Length);
        Assert.Equal(3000, pair.Approximate.Search([1, 2, 3], 5000).Length);
    }

    [Fact]
    public void Search_Empty_ReturnsNothing()
    {
        using var index = new HnswIndex(3, Metric.Cosine);

        Assert.Empty(index.Search([1, 2, 3], K));
        Assert.Empty(index.SearchAll(K, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Search_WrongLength_IsRefused()
    {
        using var index = new HnswIndex(3, Metric.Cosine);

        Assert.Throws<ArgumentException>(() => index.Search([1, 2], K));
        Assert.Throws<ArgumentException>(() => index.Add([1, 2]));
        Assert.Throws<ArgumentException>(() => index.AddRange([1, 2, 3, 4], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static IEnumerable<int> Ids(Neighbor[] neighbors) => neighbors.Select(neighbor => neighbor.Id);

    /// <summary>The same vectors in both indexes, under the same ids.</summary>
    private sealed class IndexPair : IDisposable
    {
        private IndexPair(int dimensions, Metric metric, HnswOptions? options)
        {
            Exact = new FlatIndex(dimensions, metric);
            Approximate = new HnswIndex(dimensions, metric, options);
        }

        public FlatIndex Exact { get; }

        public HnswIndex Approximate { get; }

        public static IndexPair Of(float[][] vectors, Metric metric, HnswOptions? options = null)
        {
            var pair = new IndexPair(vectors is [var first, ..] ? first.Length : Dimensions, metric, options);
            foreach (var vector in vectors)
                pair.Exact.Add(vector);
            float[] numbers = [.. vectors.SelectMany(vector => vector)];
            pair.Approximate.AddRange(numbers, cancellationToken: TestContext.Current.CancellationToken);
            return pair;
        }

        public void Add(float[] vector) => Assert.Equal(Exact.Add(vector), Approximate.Add(vector));

        /// <summary>Which share of the ten true neighbors is found.</summary>
        public double Recall(float[][] queries, Func<int, bool>? include = null) => queries.Average(query =>
        {
            var truth = Exact.Search(query, K, include).Select(neighbor => neighbor.Id);
            return Approximate.Search(query, K, include).Select(neighbor => neighbor.Id).Intersect(truth).Count() / (double)K;
        });

        public void Dispose()
        {
            Exact.Dispose();
            Approximate.Dispose();
        }
    }
}
