using Kindred.Search.Vectors;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Takes removed nodes out of the lists of those that stay: whoever linked to one chooses anew among its other links and those of the
/// removed one (consolidation in FreshDiskANN: Singh, Subramanya, Krishnaswamy and Simhadri, arXiv 2105.09613).
/// </summary>
internal sealed unsafe class Repair(HnswGraph graph, VectorTable vectors)
{
    private readonly LinkSelection _selection = new(vectors, 2 * graph.M);
    private readonly HashSet<int> _candidates = [];
    private ulong[] _crowd = [];

    /// <summary>Repairs every list of a graph that links to removed nodes, on all cores. Safe beside searches and insertions.</summary>
    public static void Run(HnswGraph graph, VectorTable vectors)
    {
        var gone = graph.RemovedButLinked;
        Parallel.For(0, graph.Count, () => new Repair(graph, vectors), (id, _, repair) =>
        {
            if (!graph.IsRemoved(id))
            {
                for (var level = 0; level <= graph.Node(id)->Level; level++)
                    repair.MendLinks(id, level);
            }

            return repair;
        }, _ => { });
        graph.Unlinked(gone);
    }

    private void MendLinks(int id, int level)
    {
        var links = graph.Links(id, level);
        var most = graph.MostLinks(level);
        lock (graph.LockOf(id))
        {
            if (!LinksToRemoved(links, most))
                return;
            _candidates.Clear();
            Gather(id, links, most, level, hops: 2);
            var from = ExactDistance.From(vectors, id);
            if (_crowd.Length < _candidates.Count)
                _crowd = new ulong[2 * _candidates.Count];
            var count = 0;
            foreach (var candidate in _candidates)
                _crowd[count++] = Beam.Entry(candidate, from.To(candidate));
            Array.Sort(_crowd, 0, count);
            _selection.Begin();
            for (var i = 0; i < count; i++)
            {
                if (!_selection.Offer(Beam.IdOf(_crowd[i]), Beam.DistanceOf(_crowd[i]), most))
                    break;
            }

            graph.Replace(id, level, _selection.Chosen);
        }
    }

    private bool LinksToRemoved(uint* links, int most)
    {
        for (var i = 0; i < most && links[i] != 0; i++)
        {
            if (graph.IsRemoved((int)links[i] - 1))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Gathers the nodes that are linked to and stay; those that are removed stand for their own links, so many times over.
    /// </summary>
    private void Gather(int id, uint* links, int most, int level, int hops)
    {
        for (var i = 0; i < most; i++)
        {
            var other = (int)links[i] - 1;
            if (other < 0)
                return;
            if (!graph.IsRemoved(other))
            {
                if (other != id)
                    _candidates.Add(other);
            }
            else if (hops > 0)
            {
                Gather(id, graph.Links(other, level), most, level, hops - 1);
            }
        }
    }
}
