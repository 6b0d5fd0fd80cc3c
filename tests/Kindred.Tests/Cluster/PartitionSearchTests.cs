using System.Collections.Concurrent;
using Kindred.Cluster;
using Kindred.Cluster.Observability;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Search;

namespace Kindred.Tests.Cluster;

/// <summary>What becomes of a search where replicas fail, are slow, or have another snapshot.</summary>
public sealed class PartitionSearchTests : IDisposable
{
    private static readonly PartitionAnswer Answer = PartitionAnswer.Of([[new Neighbor(1, 0.5f)]]);

    private readonly ConcurrentQueue<PartitionKey> _asked = new();
    private readonly NodeSnapshots _snapshots = new();
    private readonly ClusterMetrics _metrics;

    public PartitionSearchTests() => _metrics = new ClusterMetrics(new NodePartitions(), _snapshots);

    public void Dispose()
    {
        _metrics.Dispose();
        _snapshots.Dispose();
    }

    private static NodeOptions Options => new()
    {
        Membership = "",
        ClusterId = "test",
        Partitions = 8,
        SearchTimeout = TimeSpan.FromMinutes(2),
        HedgeAfter = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public async Task Ask_AllWell_AsksEachPartitionOnceAndReplicasInTurn()
    {
        var search = SearchOf(Options, (_, _, _) => Task.FromResult(Answer));

        for (var i = 0; i < 10; i++)
            await AskAsync(search, 0, 1, 2, 3);

        Assert.Equal(40, _asked.Count);
        Assert.All(Enumerable.Range(0, 4), partition => Assert.Equal(5, _asked.Count(key => key == new PartitionKey(partition, 0))));
    }

    [Fact]
    public async Task Ask_ReplicaFails_AsksTheOtherAndPrefersItAfterwards()
    {
        var search = SearchOf(Options, (key, _, _) => key.Replica == 0 ? throw new IOException("gone") : Task.FromResult(Answer));

        for (var i = 0; i < 10; i++)
            Assert.Equal([Answer], await AskAsync(search, 3));

        Assert.Equal(1, _asked.Count(key => key.Replica == 0));
        Assert.Equal(10, _asked.Count(key => key.Replica == 1));
    }

    [Fact]
    public async Task Ask_ReplicaDoesNotAnswer_AsksTheOtherToo()
    {
        var stopped = new TaskCompletionSource();
        var search = SearchOf(
            Options with { HedgeAfter = TimeSpan.FromMilliseconds(1) },
            async (key, _, stop) =>
            {
                if (key.Replica == 1)
                    return Answer;
                await using var registration = stop.Register(stopped.SetResult);
                await Task.Delay(Timeout.Infinite, stop);
                return Answer;
            });

        Assert.Equal([Answer], await AskAsync(search, 3));
        Assert.Equal([Answer], await AskAsync(search, 3));

        await stopped.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Equal(1, _asked.Count(key => key.Replica == 0));
    }

    [Fact]
    public async Task Ask_MoreIsSlowThanMayBeAskedTwice_StopsAskingTwice()
    {
        var options = Options with
        {
            HedgeAfter = TimeSpan.FromMilliseconds(1),
            Partitions = 2000,
            SearchTimeout = TimeSpan.FromMilliseconds(500),
        };
        var search = SearchOf(options, async (_, _, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return Answer;
        });

        await Assert.ThrowsAsync<KindredException>(() => AskAsync(search, [.. Enumerable.Range(0, 2000)]));

        // 256 at once, and one of five of those that come.
        Assert.InRange(_asked.Count, 2000, 2000 + 256 + 400);
    }

    [Fact]
    public async Task Ask_BothReplicasFail_TriesUntilOneIsThere()
    {
        var failures = 5;
        var search = SearchOf(
            Options, (_, _, _) => Interlocked.Decrement(ref failures) >= 0 ? throw new IOException("gone") : Task.FromResult(Answer));

        Assert.Equal([Answer], await AskAsync(search, 3));
    }

    [Fact]
    public async Task Ask_PartitionIsMissing_FailsAsAWholeAndNamesIt()
    {
        var search = SearchOf(
            Options with { SearchTimeout = TimeSpan.FromMilliseconds(300) },
            (key, _, _) => key.Partition is 2 or 5 ? throw new IOException("gone") : Task.FromResult(Answer));

        var fault = await Assert.ThrowsAsync<KindredException>(() => AskAsync(search, 0, 1, 2, 3, 4, 5, 6, 7));

        Assert.Equal((Fault.PartitionsMissing, "2,5"), (fault.Fault, fault.Subject));
    }

    [Fact]
    public async Task Ask_OneReplicaHasTheSnapshot_AnswersFromIt()
    {
        var search = SearchOf(Options, (key, _, _) => Task.FromResult(key.Replica == 0 ? PartitionAnswer.Unknown : Answer));

        for (var i = 0; i < 6; i++)
            Assert.Equal([Answer], await AskAsync(search, 3));
    }

    [Fact]
    public async Task Ask_NobodyHasTheSnapshot_SaysThatTheLibraryHasChanged()
    {
        var search = SearchOf(Options, (key, _, _) => Task.FromResult(key.Partition == 4 ? PartitionAnswer.Unknown : Answer));

        var fault = await Assert.ThrowsAsync<KindredException>(() => AskAsync(search, 3, 4));

        Assert.Equal(Fault.LibraryChanging, fault.Fault);
    }

    private PartitionSearch SearchOf(NodeOptions options, ReplicaCall call) => new(
        async (key, request, stop) =>
        {
            _asked.Enqueue(key);
            await Task.Yield();
            return await call(key, request, stop);
        },
        new Replicas(options, TimeProvider.System), options, _metrics);

    private static Task<PartitionAnswer[]> AskAsync(PartitionSearch search, params int[] partitions) => search.AskAsync(
        [
                .. partitions.Select(
                    partition => (partition, new PartitionRequest(Guid.Empty, SearchedIndex.Index, 1, [1], Within: null, 1000))),
            ]);
}
