using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Kindred.Cluster.Hosting;

/// <summary>
/// Notices that this node cannot go on as it is: the others have taken it for dead, since it did not answer for a while. The framework
/// would end the process; here the node ends in order, and joins again.
/// </summary>
internal sealed partial class Eviction : IFatalErrorHandler, IDisposable
{
    private readonly CancellationTokenSource _happened = new();

    /// <summary>Cancelled when the node has been taken for dead.</summary>
    public CancellationToken Token => _happened.Token;

    /// <summary>Where to say it; set once there is a log.</summary>
    public ILogger? Log { get; set; }

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Log is { } log)
            Evicted(log, exception, context);
        _ = _happened.CancelAsync();
    }

    public void Dispose() => _happened.Dispose();

    [LoggerMessage(LogLevel.Warning, "The others of the cluster have gone on without this server, which joins again: {Reason}")]
    private static partial void Evicted(ILogger logger, Exception? exception, string? reason);
}
