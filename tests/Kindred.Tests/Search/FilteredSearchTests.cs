using Kindred.Search;

namespace Kindred.Tests.Search;

/// <summary>Searches within a set of ids, held against exact search that is asked about each id.</summary>
public sealed class FilteredSearchTests
{
    private const int Dimensions = 24;
    private const int Count = 20_000;
    private const int K = 10;

    [Theory]
    [InlineData(0.001, VectorPrecision.Float32)]
    [InlineData(0.01, VectorPrecision.Float32)]
    [InlineData(0.1, VectorPrecision.Float32)]
    [InlineData(0.5, VectorPrecision.Float32)]
    [InlineData(0.9, VectorPrecision.Float32)]
    [InlineData(0.001, VectorPrecision.Int8)]
    [InlineData(0.1, VectorPrecision.Int8)]
    [InlineData(0.5, VectorPrecision.Int8)]
    public void SearchWithin_AnyPartOfAll_FindsNearlyAllTrueNeighbors(double share, VectorPrecision precision)
    {
        var clusters = new Clusters(Dimensions, 100, seed: 11);
        using var pair = Pair.Of(clusters.Next(Count), precision);
        var random = new Random(12);

        var byChance = pair.Recall(clusters.Next(50), [.. Enumerable.Range(0, Count).Where(_ => random.NextDouble() < share)]);

        Assert.InRange(byChance, 0.97, 1);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void SearchWithin_WhatLiesTogether_IsFoundFromAnywhere(double share)
    {
        var clusters = new Clusters(Dimensions, 100, seed: 13);
        using var pair = Pair.Of(clusters.Next(Count), VectorPrecision.Float32);
        int[] together = [.. pair.Exact.Search(clusters.Next(), (int)(share * Count)).Select(neighbor => neighbor.Id)];

        Assert.InRange(pair.Recall(clusters.Next(50), together), 0.97, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Search_FilterTakesTheNearest_WalksOnAndDoesNotCompareAll(int taken)
    {
        const int AsMany = 50; // As a walk keeps: what was chosen before has to be made up for.
        const int Sampled = 256; // To learn what share the filter lets through.
        const int Walked = 4 * AsMany; // Comparing with all asks about more than twice as many before it has the nearest.
        var clusters = new Clusters(Dimensions, 100, seed: 18);
        using var pair = Pair.Of(clusters.Next(Count), VectorPrecision.Float32);
        Assert.Equal(AsMany, pair.Graph.EfSearch);
        var everyId = SetOf(Count, [.. Enumerable.Range(0, Count)]);
        foreach (var query in clusters.Next(10))
        {
            var nearest = pair.Exact.Search(query, taken).Select(neighbor => neighbor.Id).ToHashSet();
            var truth = pair.Exact.Search(query, AsMany, id => !nearest.Contains(id)).Select(neighbor => neighbor.Id).ToHashSet();
            var asked = 0;
            bool May(int id)
            {
                Interlocked.Increment(ref asked);
                return !nearest.Contains(id);
            }

            Assert.InRange(pair.Graph.Search(query, AsMany, May).Count(found => truth.Contains(found.Id)), 0.9 * AsMany, AsMany);
            Assert.InRange(asked, AsMany, Sampled + Walked);

            asked = 0;
            Assert.InRange(pair.Graph.Search(query, AsMany, everyId, May).Count(found => truth.Contains(found.Id)), 0.9 * AsMany, AsMany);
            Assert.InRange(asked, AsMany, Walked);
        }
    }

    [Fact]
    public void SearchWithin_Results_AreOfTheSetAndInOrder()
    {
        var clusters = new Clusters(Dimensions, 20, seed: 14);
        using var pair = Pair.Of(clusters.Next(3000), VectorPrecision.Float32);
        var within = SetOf(3000, [.. Enumerable.Range(0, 3000).Where(id => id % 3 == 1)]);

        foreach (var query in clusters.Next(20))
        {
            var truth = pair.Exact.Search(query, K, within.Contains);
            Assert.Equal(truth, pair.Exact.SearchWithin(query, K, within));
            Assert.All(pair.Graph.SearchWithin(query, K, within), found => Assert.True(within.Contains(found.Id)));
        }
    }

    [Fact]
    public void SearchWithin_FewerThanAsked_FindsAllOfThem()
    {
        var clusters = new Clusters(Dimensions, 20, seed: 15);
        using var pair = Pair.Of(clusters.Next(3000), VectorPrecision.Float32);

        Assert.Equal([7, 2999], pair.Graph.SearchWithin(clusters.Next(), K, SetOf(3000, [7, 2999])).Select(found => found.Id).Order());
        Assert.Equal([7, 2999], pair.Exact.SearchWithin(clusters.Next(), K, SetOf(3000, [7, 2999])).Select(found => found.Id).Order());
        Assert.Empty(pair.Graph.SearchWithin(clusters.Next(), K, SetOf(3000, [])));
        Assert.Empty(pair.Exact.SearchWithin(clusters.Next(), K, SetOf(3000, [])));
    }

    [Fact]
    public void SearchWithin_OfAGraphWithRemovedOnes_LeavesThemOut()
    {
        var clusters = new Clusters(Dimensions, 20, seed: 16);
        using var pair = Pair.Of(clusters.Next(3000), VectorPrecision.Float32);
        var query = clusters.Next();
        var all = SetOf(3000, [.. Enumerable.Range(0, 3000)]);
        var nearest = pair.Graph.SearchWithin(query, 1, all)[0].Id;

        pair.Graph.Remove(nearest);

        Assert.DoesNotContain(pair.Graph.SearchWithin(query, 100, all), found => found.Id == nearest);
    }

    [Fact]
    public void IdSet_Algebra_IsThatOfSets()
    {
        var (one, other) = (SetOf(130, [0, 63, 64, 129]), SetOf(130, [1, 64, 129]));

        Assert.Equal([64, 129], Ids(one.And(other)));
        Assert.Equal([0, 1, 63, 64, 129], Ids(one.Or(other)));
        Assert.Equal(126, one.Not().Count);
        Assert.False(one.Not().Contains(129));
        one.Remove(64);
        Assert.Equal((3, false, false, false), (one.Count, one.Contains(64), one.Contains(-1), one.Contains(130)));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Add(130));
    }

    private static IEnumerable<int> Ids(IdSet set) => Enumerable.Range(0, set.Capacity).Where(set.Contains);

    private static IdSet SetOf(int capacity, int[] ids)
    {
        var set = new IdSet(capacity);
        foreach (var id in ids)
            set.Add(id);
        return set;
    }

    private sealed class Pair(FlatIndex exact, HnswIndex graph) : IDisposable
    {
        public FlatIndex Exact => exact;

        public HnswIndex Graph => graph;

        public static Pair Of(float[][] vectors, VectorPrecision precision)
        {
            var exact = new FlatIndex(Dimensions, Metric.Cosine, vectors.Length);
            foreach (var vector in vectors)
                exact.Add(vector);
            var graph = new HnswIndex(
                Dimensions, Metric.Cosine, new HnswOptions { EfSearch = 50, EfConstruction = 80, Precision = precision });
            graph.AddRange(vectors.SelectMany(vector => vector).ToArray(), cancellationToken: TestContext.Current.CancellationToken);
            return new Pair(exact, graph);
        }

        public double Recall(float[][] queries, int[] ids)
        {
            var within = SetOf(exact.Count, ids);
            return queries.Average(query =>
            {
                var truth = exact.Search(query, K, within.Contains).Select(neighbor => neighbor.Id);
                return graph.SearchWithin(query, K, within).Select(neighbor => neighbor.Id).Intersect(truth).Count()
                    / (double)Math.Min(K, within.Count);
            });
        }

        public void Dispose()
        {
            exact.Dispose();
            graph.Dispose();
        }
    }
}
