namespace Kindred.Recommendations.Explanations;

/// <summary>How much the cells of one even division of a length overlap those of another.</summary>
internal static class CellOverlap
{
    /// <summary>The share of each of <paramref name="from"/> equal cells that lies in each of <paramref name="to"/> equal cells.</summary>
    /// <returns>[from, to]; every row sums up to 1.</returns>
    public static double[,] Shares(int from, int to)
    {
        // In units of 1 / (from · to) of the whole all ends are whole numbers.
        var shares = new double[from, to];
        for (var i = 0; i < from; i++)
        {
            for (var j = 0; j < to; j++)
            {
                var overlap = Math.Min((i + 1) * to, (j + 1) * from) - Math.Max(i * to, j * from);
                shares[i, j] = Math.Max(overlap, 0) / (double)to;
            }
        }

        return shares;
    }
}
