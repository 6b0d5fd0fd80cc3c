using System.Collections.Concurrent;
using System.Diagnostics;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>
/// Searches a graph from several threads while others add and remove, and checks what must hold of every result: nearest first, no id
/// twice, none whose removal had returned before the search began, none whose adding had not begun when it ended.
/// </summary>
internal sealed class SearchStress : IDisposable
{
    private const int Dimensions = 64;
    private const int Clusters = 100;
    private const int Start = 5000;
    private const int Most = 20_000;
    private const int K = 10;
    private const int Searchers = 3;
    private const int Adders = 2;
    private const int MostIds = 20_000_000;

    private readonly HnswIndex _index = new(Dimensions, Metric.Cosine, Indexes.Options());
    private readonly float[][] _centers;
    private readonly ConcurrentQueue<int> _present = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>When the removal of an id had returned, on <see cref="_clock"/>; 0 for those not removed.</summary>
    private readonly int[] _removedAt = new int[MostIds];

    private int _clock;
    private int _begun;
    private long _searches;
    private long _results;
    private long _removals;

    private SearchStress(int seed)
    {
        var random = new Random(seed);
        _centers = [.. Enumerable.Range(0, Clusters).Select(_ => Around(new float[Dimensions], random))];
    }

    public static int Run(double seconds, int seed)
    {
        using var stress = new SearchStress(seed);
        return stress.Run(TimeSpan.FromSeconds(seconds), seed);
    }

    public void Dispose() => _index.Dispose();

    private int Run(TimeSpan time, int seed)
    {
        var filling = new Random(seed + 1);
        for (var i = 0; i < Start; i++)
            Add(filling);

        var started = Stopwatch.GetTimestamp();
        var searches = Enumerable.Repeat<Action<Random>>(SearchOnce, Searchers);
        var additions = Enumerable.Repeat<Action<Random>>(AddOne, Adders);
        Action<Random>[] works = [.. searches, .. additions, RemoveOne];
        var threads = works.Select((work, number) => new Thread(() =>
        {
            var random = new Random(seed + 2 + number);
            try
            {
                while (Stopwatch.GetElapsedTime(started) < time && _begun < MostIds - works.Length)
                    work(random);
            }
#pragma warning disable CA1031 // Any exception at all is what is looked for.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _faults.Enqueue(exception.ToString());
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        foreach (var fault in _faults.Take(5))
            Console.Error.WriteLine(fault);
        Rounds.Print(new
        {
            table = "stress",
            library = "Kindred",
            seed,
            seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
            searchers = Searchers,
            searches = _searches,
            results = _results,
            added = _begun,
            removed = _removals,
            left = _index.Count,
            countIsRight = _index.Count == _begun - _removals,
            recallAfter = RecallOfWhatIsLeft(seed),
            faults = _faults.Count,
        });
        return _faults.IsEmpty && _index.Count == _begun - _removals ? 0 : 1;
    }

    private void AddOne(Random random)
    {
        // Otherwise the remover would never catch up, and the graph would soon be too large to be searched often.
        if (_index.Count >= Most)
            Thread.Sleep(1);
        else
            Add(random);
    }

    private void Add(Random random)
    {
        Interlocked.Increment(ref _begun);
        _present.Enqueue(_index.Add(Around(_centers[random.Next(Clusters)], random)));
    }

    private void RemoveOne(Random random)
    {
        if (_present.Count < Start || !_present.TryDequeue(out var id))
        {
            Thread.Sleep(1);
            return;
        }

        // Neither the oldest first nor quite by chance: most go back to wait for another turn.
        if (random.Next(4) > 0)
        {
            _present.Enqueue(id);
            return;
        }

        if (!_index.Remove(id))
            _faults.Enqueue($"{id} was there, and could not be removed");
        Volatile.Write(ref _removedAt[id], Interlocked.Increment(ref _clock));
        Interlocked.Increment(ref _removals);
    }

    private void SearchOnce(Random random)
    {
        var query = Around(_centers[random.Next(Clusters)], random);
        var began = Volatile.Read(ref _clock);
        var found = _index.Search(query, K);
        var begun = Volatile.Read(ref _begun);
        for (var rank = 0; rank < found.Length; rank++)
        {
            var (id, distance) = found[rank];
            if (id >= begun)
                _faults.Enqueue($"{id} was found before it was added");
            else if (Volatile.Read(ref _removedAt[id]) is > 0 and var removed && removed <= began)
                _faults.Enqueue($"{id} was found after it was removed");
            if (rank > 0 && found[rank - 1].CompareTo(found[rank]) >= 0)
                _faults.Enqueue($"{id} at {distance} comes after {found[rank - 1]}");
        }

        Interlocked.Increment(ref _searches);
        Interlocked.Add(ref _results, found.Length);
    }

    private double RecallOfWhatIsLeft(int seed)
    {
        const int Queries = 200;
        var random = new Random(seed);
        int[] left = [.. Enumerable.Range(0, _begun).Where(id => _removedAt[id] == 0)];
        using var exact = new FlatIndex(Dimensions, Metric.Cosine, left.Length);
        foreach (var id in left)
            exact.Add(_index[id]);
        return Enumerable.Range(0, Queries).Average(_ =>
        {
            var query = Around(_centers[random.Next(Clusters)], random);
            var truth = exact.Search(query, K).Select(neighbor => left[neighbor.Id]).ToHashSet();
            return _index.Search(query, K).Count(neighbor => truth.Contains(neighbor.Id)) / (double)K;
        });
    }

    private static float[] Around(float[] center, Random random) =>
        [.. center.Select(value => value + random.NextSingle() - random.NextSingle())];
}
