namespace Kindred.Search.Hnsw;

/// <summary>
/// Spreads over the lowest level of a graph through all nodes, and keeps those of a set: it goes on until none nearer than the farthest
/// that is kept comes up, however few of those on the way are in the set. So it goes as far as the set is thin around the query, and no
/// farther, and gives up where the whole set would have been compared by then.
/// </summary>
internal sealed unsafe class FilteredWalk(HnswGraph graph, VisitedSet visited, Beam beam)
{
    /// <summary>Rows that are fetched ahead of the one that is compared.</summary>
    private const int Ahead = 2;

    private readonly PriorityQueue<int, float> _waiting = new();
    private readonly int[] _found = new int[2 * graph.M];

    /// <summary>Spreads from a node, the nearest first. What is found is in the beam.</summary>
    /// <param name="distance">Distances from the query.</param>
    /// <param name="from">A node near the query, in the set or not.</param>
    /// <param name="width">Nodes to keep.</param>
    /// <param name="within">The set.</param>
    /// <returns>Whether it came to an end before it had compared as many nodes as the set has.</returns>
    public bool Spread<TDistance>(TDistance distance, int from, int width, IdSet within)
        where TDistance : struct, IRowDistance
    {
        visited.Begin(Math.Min(graph.Count, distance.Count));
        beam.Reset(width);
        _waiting.Clear();
        _found[0] = from;
        visited.Add(from);
        Compare(distance, 1, within);
        var left = within.Count;
        while (_waiting.TryDequeue(out var node, out var near) && near < beam.Worst)
        {
            var count = Unseen(node);
            Compare(distance, count, within);
            left -= count;
            if (left < 0)
                return false;
        }

        return true;
    }

    /// <summary>The nodes that a node links to and that were not seen yet.</summary>
    private int Unseen(int node)
    {
        var count = 0;
        var links = graph.Links(node, 0);
        for (var i = 0; i < _found.Length; i++)
        {
            // Read once: whoever writes the list may end it here meanwhile.
            var id = (int)links[i] - 1;
            if (id < 0)
                break;
            if (visited.Add(id))
                _found[count++] = id;
        }

        return count;
    }

    private void Compare<TDistance>(TDistance distance, int count, IdSet within)
        where TDistance : struct, IRowDistance
    {
        for (var i = 0; i < Math.Min(Ahead, count); i++)
            distance.Prefetch(_found[i]);
        for (var i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                distance.Prefetch(_found[i + Ahead]);
            var id = _found[i];
            var to = distance.To(id);
            if (to >= beam.Worst)
                continue;
            graph.PrefetchLinks(id);
            _waiting.Enqueue(id, to);
            if (within.Contains(id))
                beam.Offer(id, to);
        }
    }
}
