using System.Runtime.CompilerServices;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Walks a graph towards a query: algorithms 2 and 5 of Malkov and Yashunin. Holds what a walk needs to remember; one walk at a time.
/// Removed nodes are walked through like others.
/// </summary>
internal sealed unsafe class Walk(HnswGraph graph, VectorTable vectors)
{
    /// <summary>Rows that are fetched ahead of the one that is compared.</summary>
    private const int Ahead = 2;

    private readonly VisitedSet _visited = new();
    private readonly int[] _found = new int[2 * graph.M];
    private FilteredWalk? _filtered;

    /// <summary>What the last walk found.</summary>
    public Beam Beam { get; } = new();

    /// <summary>A padded row for the query.</summary>
    public AlignedMatrix Query { get; } = OneRow(vectors.Dimensions);

    /// <summary>Room for the query as it is compared with codes.</summary>
    public EncodedQuery EncodedQuery => field ??= new EncodedQuery(vectors.Dimensions);

    /// <summary>Finds the nodes nearest to a query on the lowest level.</summary>
    /// <param name="distance">Distances from the query.</param>
    /// <param name="width">Nodes to keep: ef.</param>
    /// <param name="within">The only nodes to keep; all where <see langword="null"/>.</param>
    /// <returns>
    /// Whether there are any nodes, and those of a set were not too far away to walk to. They are in <see cref="Beam"/>.
    /// </returns>
    public bool Run<TDistance>(TDistance distance, int width, IdSet? within = null)
        where TDistance : struct, IRowDistance
    {
        var (entry, level) = graph.Entry;
        Beam.Reset(width);
        if (entry < 0 || entry >= distance.Count)
            return false;
        var from = Descend(distance, entry, level, 0);
        if (within is not null)
            return (_filtered ??= new FilteredWalk(graph, _visited, Beam)).Spread(distance, from, width, within);
        Spread(distance, from, 0, width);
        return true;
    }

    /// <summary>Goes from node to nearer node, from one level down to above another.</summary>
    public int Descend<TDistance>(TDistance distance, int from, int level, int until)
        where TDistance : struct, IRowDistance
    {
        var nearest = from;
        var least = distance.To(from);
        for (; level > until; level--)
        {
            for (var isMoving = true; isMoving;)
            {
                isMoving = false;
                var links = graph.Links(nearest, level);
                for (var i = 0; i < graph.M; i++)
                {
                    // Read once: whoever writes the list may end it here meanwhile.
                    var id = (int)links[i] - 1;
                    if (id < 0)
                        break;
                    if (id >= distance.Count)
                        continue;
                    var to = distance.To(id);
                    if (to < least)
                        (nearest, least, isMoving) = (id, to, true);
                }
            }
        }

        return nearest;
    }

    /// <summary>Spreads from a node over a level, the nearest first, until none nearer comes up.</summary>
    public void Spread<TDistance>(TDistance distance, int from, int level, int width)
        where TDistance : struct, IRowDistance
    {
        _visited.Begin(Math.Min(graph.Count, distance.Count));
        Beam.Reset(width);
        if (!_visited.Add(from))
            return;
        Beam.Offer(from, distance.To(from));
        var most = graph.MostLinks(level);
        fixed (int* found = _found)
        {
            for (int node; (node = Beam.Expand()) >= 0;)
            {
                var links = graph.Links(node, level);
                var count = 0;
                for (var i = 0; i < most; i++)
                {
                    var id = (int)links[i] - 1;
                    if (id < 0)
                        break;
                    if (!_visited.Add(id))
                        continue;
                    if (count < Ahead)
                        distance.Prefetch(id);
                    found[count++] = id;
                }

                Compare(distance, found, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Compare<TDistance>(TDistance distance, int* found, int count)
        where TDistance : struct, IRowDistance
    {
        var worst = Beam.Worst;
        for (var i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                distance.Prefetch(found[i + Ahead]);
            var to = distance.To(found[i]);
            if (to >= worst)
                continue;
            if (Beam.Offer(found[i], to))
                graph.PrefetchLinks(found[i]);
            worst = Beam.Worst;
        }
    }

    private static AlignedMatrix OneRow(int dimensions)
    {
        var row = new AlignedMatrix(dimensions, 1);
        row.AddRows();
        return row;
    }
}
