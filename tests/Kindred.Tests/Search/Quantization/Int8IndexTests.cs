using Kindred.Search;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Quantization;

/// <summary><see cref="FlatIndex"/> with <see cref="VectorPrecision.Int8"/>, beside one without.</summary>
public sealed class Int8IndexTests
{
    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Euclidean)]
    public void Search_WhileItGrows_FindsWhatTheExactIndexFinds(Metric metric)
    {
        var random = new Random(8);
        var draw = SampleVectors.Decaying(48);
        using var exact = new FlatIndex(48, metric);
        using var index = new FlatIndex(48, metric, precision: VectorPrecision.Int8);
        var hits = 0;
        var searches = 0;

        // Searched before anything was added, after every few, and past several doublings; later ones lie farther out, and are clamped
        // for a while.
        for (var added = 0; added <= 1500; added++)
        {
            if (added % 50 is 0 or 1)
            {
                var query = draw(random);
                var expected = exact.Search(query, 10);
                var found = index.Search(query, 10);
                Assert.Equal(expected.Length, found.Length);
                hits += expected.Intersect(found).Count();
                searches += expected.Length;
            }

            float[] row = [.. draw(random).Select(value => value * (1 + (added / 1000f)))];
            exact.Add(row);
            index.Add(row);
        }

        Assert.InRange(hits, 0.99 * searches, searches);
    }

    [Fact]
    public void Search_AddedAfterTheFirst_IsFoundAtDistanceZero()
    {
        using var index = new FlatIndex(3, Metric.Euclidean, precision: VectorPrecision.Int8);
        for (var i = 0; i < 100; i++)
            index.Add([i, 1, 1]);
        index.Search([0, 0, 0], 1);

        index.Add([5000, 1, 1]);

        Assert.Equal(new Neighbor(100, 0), index.Search([5000, 1, 1], 1)[0]);
    }

    [Fact]
    public void UpToDate_Growing_RefitsOnceDoubled()
    {
        using var vectors = new VectorTable(1, Metric.Euclidean);
        using var codes = new FittedCodes(vectors);
        Assert.Equal(0, codes.UpToDate().Count);
        vectors.Add([127]);
        var first = codes.UpToDate();
        Assert.Equal([1f], first.Quantizer.Scales.ToArray());
        Assert.Same(first, codes.UpToDate());

        vectors.Add([254]);
        var second = codes.UpToDate();
        Assert.Equal([2f], second.Quantizer.Scales.ToArray());

        vectors.Add([300]);
        Assert.Same(second, codes.UpToDate());
        Assert.Equal(3, second.Count);
    }

    [Fact]
    public void UpToDate_FarOutside_RefitsAtOnce()
    {
        using var vectors = new VectorTable(2, Metric.Euclidean);
        using var codes = new FittedCodes(vectors);
        for (var i = 0; i < 10; i++)
            vectors.Add([127, 0]);
        Assert.Equal([1f, 0f], codes.UpToDate().Quantizer.Scales.ToArray());

        vectors.Add([-254, 0]);
        Assert.Equal([2f, 0f], codes.UpToDate().Quantizer.Scales.ToArray());

        vectors.Add([1, 127]);
        Assert.Equal([2f, 1f], codes.UpToDate().Quantizer.Scales.ToArray());
    }

    [Fact]
    public void Search_AnotherKindAddedLater_IsFoundAsWell()
    {
        var random = new Random(12);
        using var index = new FlatIndex(4, Metric.Euclidean, precision: VectorPrecision.Int8);
        for (var i = 0; i < 1000; i++)
            index.Add([random.NextSingle(), random.NextSingle(), random.NextSingle(), 0]);
        index.Search(new float[4], 1);

        for (var i = 0; i < 500; i++)
            index.Add([10 + random.NextSingle(), 10 + random.NextSingle(), 0, random.NextSingle()]);

        for (var id = 1000; id < 1500; id += 50)
            Assert.Equal(new Neighbor(id, 0), index.Search(index[id], 1)[0]);
    }

    [Fact]
    public void Search_EqualEmbeddings_AreOrderedById()
    {
        using var index = new FlatIndex(3, Metric.Cosine, precision: VectorPrecision.Int8);
        for (var i = 0; i < 500; i++)
            index.Add([1, 2, 3]);

        Assert.Equal(Enumerable.Range(0, 50), index.Search([1, 2, 3], 50).Select(neighbor => neighbor.Id));
    }

    [Fact]
    public void Search_FewerThanK_ReturnsAll()
    {
        using var index = new FlatIndex(2, Metric.Euclidean, precision: VectorPrecision.Int8);
        index.Add([1, 2]);
        index.Add([3, 4]);

        Assert.Equal(2, index.Search([0, 0], int.MaxValue).Length);
    }

    [Fact]
    public void Search_FilterThatLeavesFew_StillFindsThem()
    {
        using var index = new FlatIndex(8, Metric.Cosine, precision: VectorPrecision.Int8);
        for (var i = 0; i < 1000; i++)
            index.Add(Waves.Row(i, 8));

        Assert.Equal([299, 599, 899], index.Search(Waves.Row(0, 8), 5, id => id % 300 == 299).Select(neighbor => neighbor.Id).Order());
    }

    [Fact]
    public void Search_ZeroQuery_HasNoNaN()
    {
        using var index = new FlatIndex(4, Metric.Cosine, precision: VectorPrecision.Int8);
        index.Add(new float[4]);
        index.Add([1, 0, 0, 0]);

        Assert.Equal([new Neighbor(0, 1), new Neighbor(1, 1)], index.Search(new float[4], 2));
    }

    [Fact]
    public void SearchAll_IsThatOfTheExactIndex()
    {
        using var vectors = SampleVectors.Decaying(300, 30, Metric.Cosine, seed: 9);
        using var exact = new FlatIndex(vectors, ownsVectors: false);
        using var index = new FlatIndex(vectors, ownsVectors: false, VectorPrecision.Int8);

        Assert.Equal(
            exact.SearchAll(5, cancellationToken: TestContext.Current.CancellationToken),
            index.SearchAll(5, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Search_WhileAnotherThreadAdds_FindsWhatHadBeenAdded()
    {
        var random = new Random(13);
        var draw = SampleVectors.Decaying(16);
        var rows = Enumerable.Range(0, 6000).Select(_ => draw(random)).ToArray();
        using var index = new FlatIndex(16, Metric.Euclidean, precision: VectorPrecision.Int8);
        var adding = Task.Run(
            () =>
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    // Now and then by itself, so that the others have the time to be in the middle of a search.
                    if (index.Add(rows[i]) % 50 == 0)
                        Assert.Equal(new Neighbor(i, 0), index.Search(rows[i], 1)[0]);
                }
            },
            TestContext.Current.CancellationToken);

        var searching = Enumerable.Range(0, 3).Select(_ => Task.Run(
            () =>
            {
                while (index.Count < rows.Length)
                {
                    var last = index.Count - 1;
                    if (last >= 0)
                        Assert.Equal(0, index.Search(rows[last], 1)[0].Distance);
                }
            },
            TestContext.Current.CancellationToken));

        await Task.WhenAll([adding, .. searching]);
        Assert.Equal(new Neighbor(5999, 0), index.Search(rows[5999], 1)[0]);
    }
}
