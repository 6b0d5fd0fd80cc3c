namespace Kindred.Search;

/// <summary>Compares all embeddings of a table with each other.</summary>
internal static unsafe class AllPairs
{
    /// <summary>Searches; see <see cref="NeighborIndex.SearchAll"/>.</summary>
    public static Neighbor[][] Search(VectorTable vectors, int k, Func<int, int, bool>? include, CancellationToken cancellationToken)
    {
        var count = vectors.Count;
        var results = new Neighbor[count][];
        var capacity = (int)Math.Min((long)k + FlatScan.Slack, Math.Max(count, 1));
        var blocks = (count + DotProducts.BlockRows - 1) / DotProducts.BlockRows;
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var first = block * DotProducts.BlockRows;
            var rows = Math.Min(DotProducts.BlockRows, count - first);
            var found = new NearestNeighbors[rows];
            for (var i = 0; i < rows; i++)
                found[i] = new NearestNeighbors(capacity);

            Scan(vectors, first, rows, count, found, include, cancellationToken);
            for (var i = 0; i < rows; i++)
                results[first + i] = FlatScan.Rank(vectors, vectors.Row(first + i), found[i], k);
        });
        return results;
    }

    private static void Scan(
        VectorTable vectors, int first, int queryRows, int count, NearestNeighbors[] found, Func<int, int, bool>? include, CancellationToken cancellationToken)
    {
        var scores = new float[queryRows * DotProducts.BlockRows];
        fixed (float* products = scores)
        {
            for (var block = 0; block < count; block += DotProducts.BlockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = Math.Min(DotProducts.BlockRows, count - block);
                DotProducts.Block(vectors.Row(first), queryRows, vectors.Row(block), rows, vectors.Stride, products, DotProducts.BlockRows);
                for (var i = 0; i < queryRows; i++)
                {
                    var row = products + (i * DotProducts.BlockRows);
                    var threshold = found[i].Threshold;
                    for (var j = 0; j < rows; j++)
                    {
                        var id = block + j;
                        var closeness = row[j] - vectors.Bias(id);
                        if (closeness < threshold || id == first + i || include?.Invoke(first + i, id) == false)
                            continue;
                        found[i].Offer(id, closeness);
                        threshold = found[i].Threshold;
                    }
                }
            }
        }
    }
}
