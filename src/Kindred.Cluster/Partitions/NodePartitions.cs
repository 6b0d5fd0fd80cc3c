namespace Kindred.Cluster.Partitions;

/// <summary>
/// The partitions that are searched on this node, each by as many replicas as are here. Safe to use from several threads.
/// </summary>
internal sealed class NodePartitions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _replicas = [];

    /// <summary>How many replicas are here.</summary>
    public int Replicas
    {
        get
        {
            lock (_gate)
                return _replicas.Values.Sum();
        }
    }

    /// <summary>The partitions that have a replica here, by number.</summary>
    public IReadOnlyList<int> Searched
    {
        get
        {
            lock (_gate)
                return [.. _replicas.Keys.Order()];
        }
    }

    /// <summary>A replica has come.</summary>
    public void Enter(int partition)
    {
        lock (_gate)
            _replicas[partition] = _replicas.GetValueOrDefault(partition) + 1;
    }

    /// <summary>A replica has gone.</summary>
    /// <returns>Whether it was the last one here.</returns>
    public bool Leave(int partition)
    {
        lock (_gate)
        {
            if (--_replicas[partition] > 0)
                return false;
            return _replicas.Remove(partition);
        }
    }
}
