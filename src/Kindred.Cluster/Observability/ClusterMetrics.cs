using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Searching;

namespace Kindred.Cluster.Observability;

/// <summary>Measures what searching in partitions takes, and what goes wrong on the way.</summary>
internal sealed class ClusterMetrics : IDisposable
{
    /// <summary>The name of the meter, and of the source of activities.</summary>
    public const string Name = "Kindred.Cluster";

    private readonly ActivitySource _activities = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _searches;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _missing;
    private readonly Counter<long> _copied;

    public ClusterMetrics(NodePartitions partitions, NodeSnapshots snapshots)
    {
        _searches = _meter.CreateHistogram<double>(
            "kindred.cluster.search.duration", "s", "Time until all partitions that were asked have answered.");
        _hedges = _meter.CreateCounter<long>(
            "kindred.cluster.hedges",
            description: "Partitions that were asked at a second replica because the first had not answered yet.");
        _failures = _meter.CreateCounter<long>("kindred.cluster.replica.failures", description: "Calls of replicas that have failed.");
        _missing = _meter.CreateCounter<long>(
            "kindred.cluster.partitions.missing", description: "Partitions that no replica has answered for in time.");
        _copied = _meter.CreateCounter<long>(
            "kindred.cluster.partitions.copied", description: "Index files of partitions that were copied from another node.");
        _meter.CreateObservableGauge(
            "kindred.cluster.replicas", () => partitions.Replicas, description: "Replicas of partitions that this node searches.");
        _meter.CreateObservableGauge(
            "kindred.cluster.partitions.open", () => partitions.Searched.Count(snapshots.IsOpen),
            description: "Partitions that this node searches and has open.");
    }

    /// <summary>Measures a search until disposed.</summary>
    /// <param name="searched">Which index is searched.</param>
    /// <param name="partitions">How many partitions are asked.</param>
    public Search Begin(SearchedIndex searched, int partitions)
    {
        var activity = _activities.StartActivity("kindred.cluster.search");
        activity?.SetTag("kindred.index", searched.ToString());
        activity?.SetTag("kindred.partitions", partitions);
        return new Search(_searches, searched, activity, Stopwatch.GetTimestamp());
    }

    /// <summary>A second replica was asked because the first had not answered yet.</summary>
    public void AddHedge() => _hedges.Add(1);

    /// <summary>A replica has failed.</summary>
    public void AddFailure() => _failures.Add(1);

    /// <summary>Partitions have not answered in time.</summary>
    public void AddMissing(int partitions) => _missing.Add(partitions);

    /// <summary>A partition's index file was copied from another node.</summary>
    public void AddCopied() => _copied.Add(1);

    public void Dispose()
    {
        _meter.Dispose();
        _activities.Dispose();
    }

    internal readonly struct Search(Histogram<double> searches, SearchedIndex searched, Activity? activity, long started) : IDisposable
    {
        /// <summary>Notes that it has failed.</summary>
        public void Fail(string why) => activity?.SetStatus(ActivityStatusCode.Error, why);

        public void Dispose()
        {
            searches.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("index", searched.ToString()));
            activity?.Dispose();
        }
    }
}
