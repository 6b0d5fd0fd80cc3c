namespace Kindred.Evaluation;

/// <summary>A mean over queries, and where it would lie for other queries of the same kind.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval.</param>
/// <param name="High">Upper end of the 95 % bootstrap interval.</param>
internal readonly record struct Estimate(double Mean, double Low, double High)
{
    private const int Resamples = 2000;

    /// <summary>
    /// Estimates a mean with the percentile bootstrap (Efron and Tibshirani 1993): 2,000 times as many values as there are drawn with
    /// replacement, and the 2.5 % of the means cut off on either side.
    /// </summary>
    /// <param name="values">One value a query, at least one.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static Estimate FromValues(ReadOnlySpan<double> values, int seed) => OfRatio(values, [], seed);

    /// <summary>Estimates how large the mean of some values is beside that of others, resampling queries with both their values.</summary>
    /// <param name="values">One value a query, at least one.</param>
    /// <param name="bases">For each query what its value is divided by, not all 0; where it is empty, each counts 1.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static Estimate OfRatio(ReadOnlySpan<double> values, ReadOnlySpan<double> bases, int seed)
    {
        if (values.IsEmpty)
            throw new ArgumentException("There is no mean of nothing.", nameof(values));

        var random = new Random(seed);
        var means = new double[Resamples];
        foreach (ref var mean in means.AsSpan())
        {
            double sum = 0, weight = 0;
            for (var draw = 0; draw < values.Length; draw++)
            {
                var drawn = random.Next(values.Length);
                sum += values[drawn];
                weight += bases.IsEmpty ? 1 : bases[drawn];
            }

            mean = sum / weight;
        }

        Array.Sort(means);
        double total = 0, whole = 0;
        for (var query = 0; query < values.Length; query++)
        {
            total += values[query];
            whole += bases.IsEmpty ? 1 : bases[query];
        }

        return new Estimate(total / whole, means[(int)(Resamples * 0.025)], means[(int)(Resamples * 0.975)]);
    }
}
