using Kindred.Folders;

namespace Kindred.Server.IndexRuns;

/// <summary>One run over some folders, and how it stands.</summary>
internal sealed class IndexRun(IReadOnlyList<string> folders, long started, DateTimeOffset startedAt) : IProgress<StepProgress>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<IndexReport> _reports = [];

    // Whoever ends the run must not do what others do next.
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StepProgress _earlier;
    private StepProgress _progress;
    private IndexPhase _phase = IndexPhase.Reading;
    private long? _ended;
    private string? _error;
    private bool _interrupted;

    /// <summary>The document before the first run.</summary>
    public static IndexRunDocument None { get; } = new(IndexState.Idle, null, 0, 0, 0, 0, null, null, 0, null, null);

    public IReadOnlyList<string> Folders => folders;

    public CancellationToken Stopping => _stopping.Token;

    public bool IsRunning => _ended is null;

    /// <summary>Completes at the end, however that comes about.</summary>
    public Task Ended => _end.Task;

    /// <summary>What kind of fault it came to first; <see langword="null"/> for none, or one that is Kindred's own.</summary>
    public Fault? Fault { get; private set; }

    public void Stop() => _stopping.Cancel();

    /// <summary>Notes that the run stopped before everything was done.</summary>
    public void Interrupt()
    {
        lock (_gate)
            _interrupted = true;
    }

    public void Report(StepProgress value)
    {
        lock (_gate)
        {
            // What remains is a fit of the space, a search for near-duplicates and the index, which count from 0 again.
            if (value.Step != LibraryStep.Embedding)
            {
                _phase = IndexPhase.Finishing;
                return;
            }

            _progress = value;
            _phase = value.Total == value.Done ? IndexPhase.Finishing : IndexPhase.Reading;
        }
    }

    /// <summary>Adds the report of a folder.</summary>
    public void Add(IndexReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
            _interrupted |= report.Interrupted;
            _earlier = Sum(_earlier, _progress);
            _progress = default;
        }
    }

    public void Fail(string error, Fault? fault = null)
    {
        lock (_gate)
        {
            _error = _error is null ? error : $"{_error} {error}";
            Fault ??= fault;
        }
    }

    public void Finish()
    {
        lock (_gate)
            _phase = IndexPhase.Finishing;
    }

    public void End(long timestamp)
    {
        lock (_gate)
            _ended = timestamp;
        _end.TrySetResult();
    }

    public IndexRunDocument Document(TimeProvider time)
    {
        lock (_gate)
        {
            var seconds = time.GetElapsedTime(started, _ended ?? time.GetTimestamp()).TotalSeconds;
            var (done, total, failed) = Sum(_earlier, _progress);
            var rate = done / Math.Max(seconds, 0.001);
            var running = _ended is null;
            return new IndexRunDocument(
                State(), running ? _phase : null, done, total, failed, Math.Round(rate, 1),
                running && _phase == IndexPhase.Reading && done > 0 ? Math.Round((total - done) / rate, 1) : null,
                startedAt, Math.Round(seconds, 2), _error, running ? null : Report());
        }
    }

    public void Dispose() => _stopping.Dispose();

    private static StepProgress Sum(StepProgress first, StepProgress second) =>
        new(first.Done + second.Done, first.Total + second.Total, first.Failed + second.Failed);

    private IndexState State() =>
        _ended is null ? IndexState.Running
        : _error is not null ? IndexState.Failed
        : _interrupted ? IndexState.Interrupted
        : IndexState.Done;

    private IndexReportDocument Report() => new(
        _reports.Sum(report => report.Indexed), _reports.Sum(report => report.Unchanged), _reports.Sum(report => report.Removed),
        _reports.Sum(report => report.Renamed), _reports.Sum(report => report.Failures.Count));
}
