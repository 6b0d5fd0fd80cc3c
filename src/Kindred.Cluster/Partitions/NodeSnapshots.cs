using Kindred.Galleries;

namespace Kindred.Cluster.Partitions;

/// <summary>
/// The snapshots that this node answers for: the newest ones, so that nodes that have not come as far, or have come farther, still find
/// theirs. Safe to use from several threads.
/// </summary>
internal sealed class NodeSnapshots : IDisposable
{
    /// <summary>The one that is shown, the one before, and one that is being warmed.</summary>
    private const int Most = 3;

    private readonly Lock _gate = new();
    private readonly List<NodeSnapshot> _newest = [];
    private readonly Dictionary<Gallery, NodeSnapshot> _shown = [];

    /// <summary>Answers for a snapshot from now on.</summary>
    public void Add(NodeSnapshot snapshot)
    {
        NodeSnapshot? oldest = null;
        lock (_gate)
        {
            _shown.Add(snapshot.Gallery, snapshot);
            snapshot.TryHold();
            _newest.Add(snapshot);
            // What is shown here is kept, however many have come and gone since.
            if (_newest.Count > Most && _newest.Find(one => !_shown.ContainsKey(one.Gallery)) is { } first)
            {
                oldest = first;
                _newest.Remove(first);
            }
        }

        oldest?.Release();
    }

    /// <summary>Takes back a gallery that no request sees any more.</summary>
    public void Release(Gallery gallery)
    {
        NodeSnapshot? released;
        lock (_gate)
            _shown.Remove(gallery, out released);
        released?.Release();
    }

    /// <summary>Holds the newest snapshot with an id; <see langword="null"/> where there is none. Whoever gets it lets go of it.</summary>
    public NodeSnapshot? Hold(Guid id)
    {
        lock (_gate)
        {
            return _newest.FindLast(snapshot => snapshot.Partitioning.Id == id) is { } found && found.TryHold() ? found : null;
        }
    }

    /// <summary>The snapshot of a gallery that is shown; <see langword="null"/> for another.</summary>
    public NodeSnapshot? Find(Gallery gallery)
    {
        lock (_gate)
            return _shown.GetValueOrDefault(gallery);
    }

    /// <summary>Whether a partition of the newest snapshot is open here.</summary>
    public bool IsOpen(int partition)
    {
        lock (_gate)
            return _newest is [.., var newest] && newest.IsOpen(partition);
    }

    /// <summary>Begins to open a partition of the newest snapshot.</summary>
    public void Open(int partition)
    {
        NodeSnapshot newest;
        lock (_gate)
        {
            if (_newest is not [.., var last] || !last.TryHold())
                return;
            newest = last;
        }

        newest.Open(partition);
        newest.Release();
    }

    /// <summary>Closes a partition that this node no longer searches.</summary>
    public void Close(int partition)
    {
        NodeSnapshot[] all;
        lock (_gate)
            all = [.. _newest];
        foreach (var snapshot in all)
            snapshot.Close(partition);
    }

    public void Dispose()
    {
        NodeSnapshot[] all;
        lock (_gate)
        {
            all = [.. _newest];
            _newest.Clear();
        }

        foreach (var snapshot in all)
            snapshot.Release();
    }
}
