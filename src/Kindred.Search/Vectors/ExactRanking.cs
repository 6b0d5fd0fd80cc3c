namespace Kindred.Search.Vectors;

/// <summary>The end of every search: the few candidates that it kept are put in order by their exact distances.</summary>
internal static unsafe class ExactRanking
{
    /// <summary>More candidates than this go to the heap.</summary>
    private const int MostOnStack = 1024;

    /// <summary>The nearest of a query's candidates.</summary>
    /// <param name="vectors">The exact vectors.</param>
    /// <param name="query">A padded row; of length 1 where the metric is the cosine.</param>
    /// <param name="candidates">Ids, in any order.</param>
    /// <param name="k">How many, at most.</param>
    /// <param name="sparing">
    /// Whether vectors that lie in a file are read from there one by one. A search over codes wants that, so that the vectors need not come
    /// into memory; one that has just compared the vectors themselves has them there.
    /// </param>
    /// <returns>Nearest first, ties by id.</returns>
    public static Neighbor[] Nearest(VectorTable vectors, float* query, ReadOnlySpan<int> candidates, int k, bool sparing)
    {
        var neighbors = new Neighbor[candidates.Length];
        for (var i = 0; i < neighbors.Length; i++)
        {
            var id = candidates[i];
            neighbors[i] = new Neighbor(id, sparing ? vectors.Distance(query, id) : vectors.Distance(query, vectors.Row(id)));
        }

        Array.Sort(neighbors);
        return neighbors.Length > k ? neighbors[..k] : neighbors;
    }

    /// <summary>The nearest of the candidates in a heap.</summary>
    public static Neighbor[] Nearest(VectorTable vectors, float* query, NearestNeighbors candidates, int k, bool sparing)
    {
        var count = candidates.Count;
        Span<int> ids = count <= MostOnStack ? stackalloc int[count] : new int[count];
        for (var i = 0; i < count; i++)
            ids[i] = candidates[i];
        return Nearest(vectors, query, ids, k, sparing);
    }
}
