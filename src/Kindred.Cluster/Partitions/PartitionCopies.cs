using Kindred.Cluster.Observability;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Search.Files;
using Microsoft.Extensions.Logging;

namespace Kindred.Cluster.Partitions;

/// <summary>
/// Copies a partition's index file from the node that searches its other replica: that takes seconds where linking a graph takes minutes.
/// Where neither has it, the node of the first replica makes it, and the other waits for that as long as it goes on.
/// </summary>
internal sealed partial class PartitionCopies(
    IGrainFactory grains, ClusterNodes nodes, ClusterMetrics metrics, TimeProvider time, ILogger<PartitionCopies> logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>One call may take so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The other node may begin to have a snapshot so much later.</summary>
    private static readonly TimeSpan WaitForSnapshot = TimeSpan.FromSeconds(30);

    /// <summary>Files copied at once: more would only make each slower.</summary>
    private readonly SemaphoreSlim _atOnce = new(2);

    /// <summary>Copies a file.</summary>
    /// <param name="snapshot">Which snapshot's: see <see cref="Partitioning.Id"/>.</param>
    /// <param name="partition">Which partition's.</param>
    /// <param name="path">Where to; the folder need not exist. What is copied was not checked yet.</param>
    /// <param name="waits">Whether to wait for a file that the other node is to make.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it was copied; else it has to be made here.</returns>
    public async Task<bool> TryCopyAsync(Guid snapshot, int partition, string path, bool waits, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            while (await FindOtherAsync(partition, cancellationToken) is { } other)
            {
                var piece = await ReadAsync(other, snapshot, 0, cancellationToken);
                if (piece.State == PartitionFileState.Open)
                {
                    await CopyAsync(other, snapshot, piece, path, cancellationToken);
                    metrics.AddCopied();
                    return true;
                }

                var isMaker = other.Replica != 0;
                if (!waits || isMaker || (piece.State == PartitionFileState.Missing && time.GetElapsedTime(started) > WaitForSnapshot))
                    return false;
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The other node is gone, or this one's disk is full: whoever makes the file here sees to that.
            NotCopied(logger, partition, exception.Message);
        }

        return false;
    }

    public void Dispose() => _atOnce.Dispose();

    /// <summary>The replica that is on another node; <see langword="null"/> where none is.</summary>
    private async Task<PartitionKey?> FindOtherAsync(int partition, CancellationToken cancellationToken)
    {
        var own = nodes.Own.Endpoint.ToString();
        for (var replica = 0; replica < NodeOptions.Replicas; replica++)
        {
            var key = new PartitionKey(partition, replica);
            var state = await grains.GetGrain<IPartitionGrain>(key.ToString()).LookAsync(cancellationToken)
                .WaitAsync(Patience, time, cancellationToken);
            if (state.Node != own)
                return key;
        }

        return null;
    }

    private Task<PartitionPiece> ReadAsync(PartitionKey key, Guid snapshot, long start, CancellationToken cancellationToken) =>
        grains.GetGrain<IPartitionGrain>(key.ToString()).ReadFileAsync(snapshot, start, cancellationToken)
            .WaitAsync(Patience, time, cancellationToken);

    private async Task CopyAsync(
        PartitionKey key, Guid snapshot, PartitionPiece piece, string path, CancellationToken cancellationToken)
    {
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A partition's file is in a folder.
            using var file = UnfinishedFile.Begin(path);
            var length = piece.Length;
            for (var start = 0L; ;)
            {
                await file.Stream.WriteAsync(piece.Bytes, cancellationToken);
                start += piece.Bytes.Length;
                if (start >= length)
                    break;
                piece = await ReadAsync(key, snapshot, start, cancellationToken);
                if (piece.State != PartitionFileState.Open || piece.Length != length || piece.Bytes.Length == 0)
                    throw new IOException("The other node has closed the file meanwhile.");
            }

            file.Finish();
        }
        finally
        {
            _atOnce.Release();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Partition {Partition} was not copied: {Reason}")]
    private static partial void NotCopied(ILogger logger, int partition, string reason);
}
