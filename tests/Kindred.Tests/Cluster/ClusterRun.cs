using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cluster;

/// <summary>Nodes that serve one library together, as processes on this machine.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly string _library;
    private readonly string _membership;
    private readonly List<NodeProcess> _nodes = [];

    private ClusterRun(string library, string membership)
    {
        _library = library;
        _membership = membership;
    }

    /// <summary>The cluster's name.</summary>
    public string Id => _id;

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>Starts so many nodes, and waits until all are ready.</summary>
    public static async Task<ClusterRun> StartAsync(string library, string membership, int nodes = 3)
    {
        var run = new ClusterRun(library, membership);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => run.AddAsync()));
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node more, and waits until it is ready.</summary>
    /// <param name="again">A node that has ended, whose place it takes.</param>
    public async Task<NodeProcess> AddAsync(NodeProcess? again = null)
    {
        var node = await NodeProcess.StartAsync(
            again?.Cache ?? _folder.File(Guid.NewGuid().ToString("N")), again?.Port, again?.Address.ToString(),
            "--library", _library, "--membership", _membership, "--cluster-id", _id, "--search-timeout", "20");
        lock (_nodes)
            _nodes.Add(node);
        await node.BecomesReadyAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _folder.Dispose();
    }
}
