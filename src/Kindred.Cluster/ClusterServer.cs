using Kindred.Cluster.Hosting;
using Kindred.Cluster.Membership;
using Kindred.Libraries;
using Kindred.Server;
using Kindred.Server.Hosting;

namespace Kindred.Cluster;

/// <summary>Serves a library as one node of several, which share the work of searching it.</summary>
public static class ClusterServer
{
    /// <summary>
    /// Every request that searches waits on a thread for what other nodes find, and their answers come in on threads of the same pool:
    /// there have to be enough, for the pool itself adds them slowly.
    /// </summary>
    private const int Threads = 256;

    /// <summary>Serves until told to stop; see <see cref="KindredServer.RunAsync"/>.</summary>
    /// <param name="library">The library, which all nodes share. The caller disposes it afterwards.</param>
    /// <param name="options">How to serve it.</param>
    /// <param name="cluster">How to be a node.</param>
    /// <param name="started">Told the addresses once the server listens; it answers once <c>/ready</c> says so.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="KindredException">As <see cref="KindredServer.RunAsync"/>, or PostgreSQL refuses.</exception>
    public static async Task RunAsync(
        Library library, ServerOptions options, NodeOptions cluster, Action<IReadOnlyList<string>>? started = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cluster);
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), ports);
        library.IndexesRowsAlone = true;
        await using var database = MembershipDatabase.Open(cluster.Membership);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var eviction = new Eviction();
            var evicted = eviction.Token;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, evicted);
            var node = options with { Node = new ServerNode(builder => builder.AddNode(cluster, database, eviction), evicted) };
            try
            {
                await KindredServer.RunAsync(library, node, started, stop.Token);
            }
            catch (Exception) when (evicted.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // It was taken for dead while it was joining, as may happen on a busy machine. The log says so, and it joins again.
            }
        }
    }
}
