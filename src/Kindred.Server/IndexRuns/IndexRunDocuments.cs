namespace Kindred.Server.IndexRuns;

/// <summary>How an index run stands.</summary>
internal enum IndexState
{
    /// <summary>No run has been started since the server started.</summary>
    Idle,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>It was stopped. What was done is kept.</summary>
    Interrupted,

    /// <summary>A fault ended it, one that is not of a single picture.</summary>
    Failed,
}

/// <summary>What a running index run is doing.</summary>
internal enum IndexPhase
{
    /// <summary>Pictures are read and embedded.</summary>
    Reading,

    /// <summary>The gallery is brought up to date with them.</summary>
    Finishing,
}

internal sealed record IndexReportDocument(int Indexed, int Unchanged, int Removed, int Renamed, int Failures);

/// <summary>An index run.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Done">Pictures dealt with.</param>
/// <param name="Total">Pictures that are new or changed.</param>
/// <param name="Failed">Pictures that failed.</param>
/// <param name="Rate">Pictures a second.</param>
/// <param name="SecondsLeft">Time left at that rate.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Seconds">Time taken so far.</param>
/// <param name="Error">What went wrong, if something did.</param>
/// <param name="Report">What was done, once it has ended.</param>
internal sealed record IndexRunDocument(
    IndexState State, IndexPhase? Phase, int Done, int Total, int Failed, double Rate, double? SecondsLeft, DateTimeOffset? StartedAt,
    double Seconds, string? Error, IndexReportDocument? Report);

/// <summary>Which folder to index.</summary>
/// <param name="Folder">One of the library's folders; all of them where <see langword="null"/>.</param>
internal sealed record IndexRequest(string? Folder = null);
