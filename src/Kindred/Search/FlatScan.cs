namespace Kindred.Search;

/// <summary>
/// Compares queries with every embedding of a table. Candidates are ranked by <c>q·x − bias(x)</c>: for one query that orders as the distance does, and
/// leaves a single kernel for both metrics. Reported distances are computed anew from the vectors.
/// </summary>
internal static unsafe class FlatScan
{
    /// <summary>Candidates kept beyond k, so that rounding in the ranking cannot push a true neighbor out.</summary>
    public const int Slack = 8;

    private const int BlockRows = 128;

    /// <summary>Below this much work (embeddings × dimensions × queries) one thread is done before a second has started.</summary>
    private const long ParallelThreshold = 1 << 21;

    /// <summary>Searches; see <see cref="NeighborIndex.Search(AlignedMatrix, int, Func{int, bool})"/>.</summary>
    public static Neighbor[][] Search(VectorTable vectors, AlignedMatrix queries, int k, Func<int, bool>? include)
    {
        var results = new Neighbor[queries.Rows][];
        for (var first = 0; first < queries.Rows; first += BlockRows)
            SearchBlock(vectors, queries, first, Math.Min(BlockRows, queries.Rows - first), k, include, results);
        return results;
    }

    /// <summary>The nearest of the candidates found for a query, with their distances.</summary>
    public static Neighbor[] Rank(VectorTable vectors, float* query, NearestNeighbors found, int k)
    {
        var neighbors = new Neighbor[found.Count];
        for (var i = 0; i < neighbors.Length; i++)
            neighbors[i] = new Neighbor(found[i], vectors.Distance(query, vectors.Row(found[i])));
        Array.Sort(neighbors);
        return neighbors.Length > k ? neighbors[..k] : neighbors;
    }

    /// <summary>Lets a block of queries search, the table dealt out to the cores.</summary>
    private static void SearchBlock(VectorTable vectors, AlignedMatrix queries, int first, int rows, int k, Func<int, bool>? include, Neighbor[][] results)
    {
        var count = vectors.Count;
        var capacity = (int)Math.Min((long)k + Slack, Math.Max(count, 1));
        var parts = (long)count * vectors.Dimensions * rows < ParallelThreshold ? 1 : Environment.ProcessorCount;
        var size = ((count / parts) + BlockRows) / BlockRows * BlockRows;
        var found = new NearestNeighbors[parts][];
        var pointer = (nint)queries.RowPointer(first);
        void SearchPart(int part)
        {
            found[part] = new NearestNeighbors[rows];
            for (var row = 0; row < rows; row++)
                found[part][row] = new NearestNeighbors(capacity);
            Scan(vectors, (float*)pointer, rows, part * size, Math.Min(count, (part + 1) * size), found[part], include);
        }

        if (parts == 1)
            SearchPart(0);
        else
            Parallel.For(0, parts, SearchPart);

        for (var row = 0; row < rows; row++)
        {
            for (var part = 1; part < parts; part++)
                found[0][row].Merge(found[part][row]);
            results[first + row] = Rank(vectors, queries.RowPointer(first + row), found[0][row], k);
        }
    }

    /// <summary>Offers the embeddings from <paramref name="start"/> to <paramref name="end"/> to every query's heap.</summary>
    private static void Scan(
        VectorTable vectors, float* queries, int queryRows, int start, int end, NearestNeighbors[] found, Func<int, bool>? include)
    {
        var scores = new float[queryRows * BlockRows];
        fixed (float* products = scores)
        {
            for (var block = start; block < end; block += BlockRows)
            {
                var rows = Math.Min(BlockRows, end - block);
                DotProducts.Block(queries, queryRows, vectors.Row(block), rows, vectors.Stride, products, BlockRows);
                for (var i = 0; i < queryRows; i++)
                {
                    var row = products + (i * BlockRows);
                    var threshold = found[i].Threshold;
                    for (var j = 0; j < rows; j++)
                    {
                        var closeness = row[j] - vectors.Bias(block + j);
                        if (closeness < threshold || include?.Invoke(block + j) == false)
                            continue;
                        found[i].Offer(block + j, closeness);
                        threshold = found[i].Threshold;
                    }
                }
            }
        }
    }
}
