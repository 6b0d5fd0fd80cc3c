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
    /// Every request that searches waits on a thread for what other nodes find, and their answers come in on threads of the same pool: there
    /// have to be enough, for the pool itself adds them slowly.
    /// </summary>
    private const int Threads = 256;

    /// <summary>Serves until told to stop; see <see cref="KindredServer.RunAsync"/>.</summary>
    /// <param name="library">The library, which all nodes share. The caller disposes it afterwards.</param>
    /// <param name="options">How to serve it.</param>
    /// <param name="node">How to be a node.</param>
    /// <param name="started">Told the addresses once the server listens; it answers once <c>/ready</c> says so.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="KindredException">As <see cref="KindredServer.RunAsync"/>, or PostgreSQL refuses.</exception>
    public static async Task RunAsync(
        Library library, ServerOptions options, NodeOptions node, Action<IReadOnlyList<string>>? started = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(node);
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), ports);
        library.IndexesRowsAlone = true;
        await using var database = MembershipDatabase.Open(node.Membership);
        await KindredServer.RunAsync(
            library, options with { Node = new ServerNode(builder => builder.AddNode(node, database)) }, started, cancellationToken);
    }
}
