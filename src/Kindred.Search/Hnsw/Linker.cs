using Kindred.Search.Vectors;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Links nodes into a graph: algorithm 1 of Malkov and Yashunin. One per thread; several may link into one graph at once. A node's links on
/// all levels are chosen first and written from the lowest level up, so that whoever comes upon it finds all that lies below.
/// </summary>
internal sealed unsafe class Linker(HnswGraph graph, VectorTable vectors, Walk walk, int efConstruction)
{
    private readonly LinkSelection _own = new(vectors, graph.M);
    private readonly LinkSelection _others = new(vectors, 2 * graph.M);
    private readonly ulong[] _crowd = new ulong[(2 * graph.M) + 1];
    private readonly int[][] _chosen = new int[HnswGraph.MostLevels][];

    /// <summary>What it finds candidates with.</summary>
    public Walk Walk => walk;

    /// <summary>Links a node that is in the graph without links.</summary>
    public void Link(int id)
    {
        var (entry, top) = graph.Entry;
        for (; entry < 0; (entry, top) = graph.Entry)
        {
            if (graph.TryBegin(id))
                return;
        }

        var node = graph.Node(id);
        var highest = Math.Min((int)node->Level, top);
        Choose(id, entry, top, highest);
        for (var level = 0; level <= highest; level++)
        {
            var links = graph.Links(id, level);
            for (var i = 0; i < _chosen[level].Length; i++)
                links[i] = (uint)_chosen[level][i] + 1;
            foreach (var other in _chosen[level])
                Connect(other, id, level);
        }

        Volatile.Write(ref node->IsLinked, 1);
        if (node->Level > top || graph.Entry.Node < 0)
            graph.OfferEntry(id);
    }

    /// <summary>Chooses the links of a node on every level, from the highest down.</summary>
    private void Choose(int id, int entry, int top, int highest)
    {
        var distance = ExactDistance.From(vectors, id);
        var from = walk.Descend(distance, entry, top, highest);
        for (var level = highest; level >= 0; level--)
        {
            walk.Spread(distance, from, level, efConstruction);
            var beam = walk.Beam;
            _own.Begin();
            for (var i = 0; i < beam.Count; i++)
            {
                if (beam.Id(i) != id && !graph.IsRemoved(beam.Id(i)) && !_own.Offer(beam.Id(i), beam.Distance(i), graph.M))
                    break;
            }

            _chosen[level] = [.. _own.Chosen];
            from = beam.Id(0);
        }
    }

    /// <summary>Adds a link back; where there is no room, the best are chosen anew.</summary>
    private void Connect(int id, int other, int level)
    {
        var links = graph.Links(id, level);
        var most = graph.MostLinks(level);
        lock (graph.LockOf(id))
        {
            var count = 0;
            while (count < most && links[count] != 0)
                count++;
            if (count < most)
            {
                Volatile.Write(ref links[count], (uint)other + 1);
                return;
            }

            var from = ExactDistance.From(vectors, id);
            _crowd[count] = Beam.Entry(other, from.To(other));
            for (var i = 0; i < count; i++)
                _crowd[i] = Beam.Entry((int)links[i] - 1, from.To((int)links[i] - 1));
            Array.Sort(_crowd, 0, count + 1);
            _others.Begin();
            for (var i = 0; i <= count && _others.Offer(Beam.IdOf(_crowd[i]), Beam.DistanceOf(_crowd[i]), most); i++)
            {
            }

            graph.Replace(id, level, _others.Chosen);
        }
    }
}
