using Kindred.Cluster.Membership;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kindred.Cluster.Hosting;

/// <summary>
/// What comes before a node joins: PostgreSQL is there, with the tables of members, and so is this machine's index file where the library
/// is prepared. So a node has nothing long to do once others send it searches.
/// </summary>
internal sealed partial class NodeStart(NpgsqlDataSource database, Library library, ILogger<NodeStart> logger) : IHostedService, IDisposable
{
    private Gallery? _gallery;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await MembershipDatabase.PrepareAsync(database, logger, cancellationToken);
        try
        {
            _gallery = await library.TryOpenPreparedAsync(cancellationToken);
        }
        catch (StoreException exception) when (exception.Fault is Fault.LibraryUnreachable or Fault.LibraryBusy)
        {
            // It joins without, is not ready, and opens the gallery as soon as that works.
            IsNotRead(logger, exception.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The gallery that was opened, once, for reading a large one takes minutes; <see langword="null"/> where it was not prepared, or was
    /// taken, or the library has changed since.
    /// </summary>
    /// <param name="revision">The revision that is wanted.</param>
    public Gallery? TryTake(long revision)
    {
        var gallery = Interlocked.Exchange(ref _gallery, null);
        if (gallery is null || gallery.Revision == revision)
            return gallery;
        gallery.Dispose();
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "This node joins without a gallery: {Reason}")]
    private static partial void IsNotRead(ILogger logger, string reason);

    public void Dispose() => Interlocked.Exchange(ref _gallery, null)?.Dispose();
}
