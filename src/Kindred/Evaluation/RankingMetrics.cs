namespace Kindred.Evaluation;

/// <summary>
/// How good one ranked list is, where each result is either relevant or not (Manning, Raghavan and Schütze 2008, chapter 8).
/// </summary>
internal static class RankingMetrics
{
    /// <summary>Share of the first k places that hold something relevant. A list shorter than k counts as filled up with misses.</summary>
    /// <param name="relevant">Relevance by rank, best first.</param>
    /// <param name="k">At least 1.</param>
    public static double PrecisionAt(ReadOnlySpan<bool> relevant, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return relevant[..Math.Min(k, relevant.Length)].Count(true) / (double)k;
    }

    /// <summary>
    /// Average precision at k: the mean of the precisions at each relevant rank up to k, over as many as there could have been
    /// (<c>min(k, total)</c>). Its mean over queries is mAP@k.
    /// </summary>
    /// <param name="relevant">Relevance by rank, best first.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="total">Relevant items there are in all, at least 1.</param>
    public static double AveragePrecisionAt(ReadOnlySpan<bool> relevant, int k, int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        var hits = 0;
        var sum = 0.0;
        for (var rank = 0; rank < Math.Min(k, relevant.Length); rank++)
        {
            if (relevant[rank])
                sum += ++hits / (rank + 1.0);
        }

        return sum / Math.Min(k, total);
    }

    /// <summary>
    /// Normalized discounted cumulative gain at k with gains of 0 and 1 (Järvelin and Kekäläinen 2002): hits count by
    /// <c>1 / log2(rank + 1)</c>, as a share of what the best possible list would reach.
    /// </summary>
    /// <param name="relevant">Relevance by rank, best first.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="total">Relevant items there are in all, at least 1.</param>
    public static double NdcgAt(ReadOnlySpan<bool> relevant, int k, int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        double gain = 0, ideal = 0;
        for (var rank = 0; rank < k; rank++)
        {
            var discount = 1 / Math.Log2(rank + 2);
            if (rank < relevant.Length && relevant[rank])
                gain += discount;
            if (rank < total)
                ideal += discount;
        }

        return gain / ideal;
    }
}
