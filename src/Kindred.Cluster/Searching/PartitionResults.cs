using Kindred.Cluster.Partitions;
using Kindred.Search;

namespace Kindred.Cluster.Searching;

/// <summary>What partitions have found so far, and which of them have to be asked for more.</summary>
/// <param name="partitioning">How the rows are dealt out.</param>
/// <param name="queries">How many queries there are.</param>
/// <param name="k">How many neighbors each is to have.</param>
/// <param name="include">Whether the second id may be found for a query; all may where <see langword="null"/>.</param>
internal sealed class PartitionResults(Partitioning partitioning, int queries, int k, Func<int, int, bool>? include)
{
    private readonly Neighbor[][][] _found = new Neighbor[partitioning.Count][][];
    private readonly int[] _wanted =
        [.. Enumerable.Range(0, partitioning.Count).Select(partition => Math.Min(k, partitioning.RowsOf(partition).Length))];

    private readonly int[] _asked = new int[partitioning.Count];

    /// <summary>How many neighbors a partition is to be asked for now; 0 for none.</summary>
    public int Wanted(int partition) => _wanted[partition];

    /// <summary>Takes what a partition has found for each query: everything nearer than the last is in it.</summary>
    public void Take(int partition, Neighbor[][] found)
    {
        _found[partition] = found;
        _asked[partition] = _wanted[partition];
    }

    /// <summary>
    /// Wants twice as many from each partition that may have what belongs to the nearest: it has found as many as it was asked for, and
    /// the last of those is nearer than what the nearest of all end with.
    /// </summary>
    public void WantMore()
    {
        Array.Clear(_wanted);
        if (include is null)
            return;
        for (var query = 0; query < queries; query++)
        {
            var nearest = Nearest(query);
            for (var partition = 0; partition < _found.Length; partition++)
            {
                if (_found[partition] is not { } found || found[query].Length < _asked[partition])
                    continue;
                if (nearest.Length < k || found[query][^1] < nearest[^1])
                    _wanted[partition] = Math.Min(2 * _asked[partition], partitioning.RowsOf(partition).Length);
            }
        }

        // Who has found all its rows has no more.
        for (var partition = 0; partition < _wanted.Length; partition++)
        {
            if (_wanted[partition] == _asked[partition])
                _wanted[partition] = 0;
        }
    }

    /// <summary>The same where everything that partitions find is included.</summary>
    public PartitionResults Anew() => new(partitioning, queries, k, include: null);

    /// <summary>The nearest of all, for each query.</summary>
    public Neighbor[][] Nearest() => [.. Enumerable.Range(0, queries).Select(Nearest)];

    private Neighbor[] Nearest(int query)
    {
        var all = new List<Neighbor>();
        foreach (var found in _found)
        {
            if (found is null)
                continue;
            foreach (var neighbor in found[query])
            {
                if (include?.Invoke(query, neighbor.Id) != false)
                    all.Add(neighbor);
            }
        }

        all.Sort();
        return [.. all.Take(k)];
    }
}
