using System.Collections.Concurrent;
using Kindred.Search;

namespace Kindred.Tests.Search;

public sealed class HnswConcurrencyTests
{
    private const int Dimensions = 32;

    /// <summary>The short form of the stress of bench/, which goes on for a minute.</summary>
    [Fact]
    public async Task Search_WhileOthersAddAndRemove_FindsNothingThatIsNotThere()
    {
        const int changes = 6000;
        var clusters = new Clusters(Dimensions, 40, seed: 11);
        using var index = new HnswIndex(Dimensions, Metric.Cosine, new HnswOptions { EfConstruction = 60, EfSearch = 40 });
        float[] first = [.. clusters.Next(3000).SelectMany(vector => vector)];
        index.AddRange(first, cancellationToken: TestContext.Current.CancellationToken);
        var queries = clusters.Next(500);
        var additions = clusters.Next(changes);
        var removed = new ConcurrentDictionary<int, bool>();
        var isChanging = true;

        var change = Task.Run(() =>
        {
            for (var i = 0; i < changes; i++)
            {
                index.Add(additions[i]);
                if (i % 2 == 0 && index.Remove(i))
                    removed[i] = true;
            }

            Volatile.Write(ref isChanging, false);
        }, TestContext.Current.CancellationToken);

        var searches = Enumerable.Range(0, 3).Select(thread => Task.Run(() =>
        {
            var done = 0;
            while (Volatile.Read(ref isChanging) || done == 0)
            {
                foreach (var query in queries)
                {
                    var gone = removed.Keys.ToHashSet();
                    var found = index.Search(query, 10);
                    var there = 3000 + changes;
                    Assert.Equal(10, found.Length);
                    Assert.Equal(found.Order(), found);
                    Assert.Equal(10, found.DistinctBy(neighbor => neighbor.Id).Count());
                    Assert.All(found, neighbor => Assert.InRange(neighbor.Id, 0, there - 1));
                    Assert.DoesNotContain(found, neighbor => gone.Contains(neighbor.Id));
                    done++;
                }
            }

            return done;
        }, TestContext.Current.CancellationToken)).ToArray();

        await change;
        Assert.All(await Task.WhenAll(searches), done => Assert.True(done > 0));

        // What is there can still be found.
        var kept = Enumerable.Range(0, 3000 + changes).Where(id => !removed.ContainsKey(id)).ToArray();
        var itself = kept.Count(id => index.Search(index[id], 1) is [var first] && first.Id == id);
        Assert.Equal(kept.Length, index.Count);
        Assert.InRange(itself / (double)kept.Length, 0.995, 1);
    }
}
