namespace Kindred.Search.Hnsw;

/// <summary>
/// Spreads over the lowest level of a graph among the nodes of a set alone: only those are compared and kept. A node that is not in the
/// set is stepped through to the nodes that it links to, as in ACORN-1 (Patel, Kraft, Guestrin and Zaharia, "ACORN: Performant and
/// Predicate-Agnostic Search Over Vector Embeddings and Structured Data", arXiv 2403.04871), so that the set is as well connected as the
/// graph is, as long as it is no small part of it.
/// </summary>
internal sealed unsafe class FilteredWalk(HnswGraph graph, VisitedSet visited, Beam beam)
{
    /// <summary>Nodes to start from, times the links of a node: a way to the query may begin at any of them.</summary>
    private const int SeedsPerLink = 1;

    /// <summary>Rows that are fetched ahead of the one that is compared.</summary>
    private const int Ahead = 2;

    private readonly int[] _found = new int[2 * graph.M];
    private readonly int[] _outside = new int[2 * graph.M];

    /// <summary>Spreads from a node, the nearest first, until none nearer comes up. What is found is in the beam.</summary>
    /// <param name="distance">Distances from the query.</param>
    /// <param name="from">A node near the query, in the set or not.</param>
    /// <param name="width">Nodes to keep.</param>
    /// <param name="within">The set.</param>
    public void Spread<TDistance>(TDistance distance, int from, int width, IdSet within)
        where TDistance : struct, IRowDistance
    {
        visited.Begin(Math.Min(graph.Count, distance.Count));
        beam.Reset(width);
        Seed(distance, from, within);
        for (int node; (node = beam.Expand()) >= 0;)
        {
            var (found, outside) = Neighbors(node, within);
            for (var i = 0; i < outside && found < _found.Length; i++)
                found = Through(_outside[i], found, within);
            Compare(distance, found);
        }
    }

    /// <summary>Finds nodes of the set by hops from where the way down has ended, which is near the query.</summary>
    private void Seed<TDistance>(TDistance distance, int from, IdSet within)
        where TDistance : struct, IRowDistance
    {
        visited.Add(from);
        if (within.Contains(from))
            beam.Offer(from, distance.To(from));
        var seeds = SeedsPerLink * graph.M;
        var queue = new Queue<int>();
        queue.Enqueue(from);
        while (beam.Count < seeds && queue.TryDequeue(out var node))
        {
            var links = graph.Links(node, 0);
            for (var i = 0; i < _found.Length; i++)
            {
                var id = (int)links[i] - 1;
                if (id < 0)
                    break;
                if (!visited.Add(id))
                    continue;
                if (within.Contains(id))
                    beam.Offer(id, distance.To(id));
                queue.Enqueue(id);
            }
        }

        // Those were not stepped through yet.
        foreach (var id in queue)
        {
            if (!within.Contains(id))
                visited.Remove(id);
        }
    }

    /// <summary>The nodes that a node links to and that were not seen yet: those of the set to compare, the others to step through.</summary>
    private (int Found, int Outside) Neighbors(int node, IdSet within)
    {
        var (found, outside) = (0, 0);
        var links = graph.Links(node, 0);
        for (var i = 0; i < _found.Length; i++)
        {
            // Read once: whoever writes the list may end it here meanwhile.
            var id = (int)links[i] - 1;
            if (id < 0)
                break;
            if (!within.Contains(id))
                _outside[outside++] = id;
            else if (visited.Add(id))
                _found[found++] = id;
        }

        return (found, outside);
    }

    /// <summary>Adds the nodes of the set that one outside of it links to.</summary>
    private int Through(int outside, int found, IdSet within)
    {
        if (visited.Contains(outside))
            return found;
        var links = graph.Links(outside, 0);
        for (var i = 0; i < _found.Length; i++)
        {
            var id = (int)links[i] - 1;
            if (id < 0)
                break;
            if (!within.Contains(id))
                continue;
            if (found == _found.Length)
                return found; // The next node that links to it takes up the rest.
            if (visited.Add(id))
                _found[found++] = id;
        }

        visited.Add(outside);
        return found;
    }

    private void Compare<TDistance>(TDistance distance, int count)
        where TDistance : struct, IRowDistance
    {
        for (var i = 0; i < Math.Min(Ahead, count); i++)
            distance.Prefetch(_found[i]);
        for (var i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                distance.Prefetch(_found[i + Ahead]);
            var to = distance.To(_found[i]);
            if (to < beam.Worst && beam.Offer(_found[i], to))
                graph.PrefetchLinks(_found[i]);
        }
    }
}
