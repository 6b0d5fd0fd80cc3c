using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kindred.Server.Galleries;

namespace Kindred.Server.Observability;

/// <summary>Kindred's own metrics, beside those of the framework.</summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Kindred";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _work;
    private readonly Counter<long> _indexed;

    public ServerMetrics(LiveGallery gallery)
    {
        _work = _meter.CreateHistogram<double>(
            "kindred.work.duration", "s", "Time to find pictures, without what goes before and after it.");
        _indexed = _meter.CreateCounter<long>("kindred.index.pictures", description: "Pictures dealt with by index runs.");
        _meter.CreateObservableGauge("kindred.gallery.snapshot", () => gallery.Number, description: "Number of the gallery's snapshot.");
        _meter.CreateObservableGauge("kindred.gallery.pictures", () =>
        {
            using var lease = gallery.Acquire();
            return lease.Images.Count;
        }, description: "Pictures in the gallery.");
    }

    /// <summary>Measures a piece of work until disposed.</summary>
    /// <param name="kind">similar, search or recommend.</param>
    public Measurement Measure(string kind) => new(_work, kind, Stopwatch.GetTimestamp());

    /// <summary>Counts pictures that an index run has dealt with.</summary>
    public void AddIndexed(int pictures) => _indexed.Add(pictures);

    public void Dispose() => _meter.Dispose();

    internal readonly struct Measurement(Histogram<double> work, string kind, long started) : IDisposable
    {
        public void Dispose() =>
            work.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
    }
}
