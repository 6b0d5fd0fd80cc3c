using Kindred.Choices;

namespace Kindred.Evaluation.Histories;

/// <summary>What one way to recommend gives everybody who is judged.</summary>
/// <param name="Method">As in <see cref="HistoryScore"/>.</param>
/// <param name="Ranks">Rank of what each liked latest, from 0; from 50 on it does not matter which.</param>
/// <param name="Lists">Everybody's ten.</param>
internal sealed record MethodLists(string Method, double[] Ranks, int[][] Lists)
{
    /// <summary>Length of the lists.</summary>
    public const int Ten = 10;

    /// <summary>Length of the long lists.</summary>
    public const int Fifty = 50;

    /// <summary>Ranks all pictures but those that each has known, by scores; ties count half, and stand in the gallery's order.</summary>
    public static MethodLists ByScore(string method, JudgedPerson[] judged, Func<JudgedPerson, float[]> score)
    {
        var (ranks, lists) = (new double[judged.Length], new int[judged.Length][]);
        Parallel.For(0, judged.Length, i =>
        {
            var scores = score(judged[i]);
            ranks[i] = HeldOutRanks.RankOf(scores, judged[i].Targets[0], judged[i].Known);
            foreach (var known in judged[i].Known)
                scores[known] = float.NaN;
            lists[i] =
            [
                .. Enumerable.Range(0, scores.Length).Where(picture => !float.IsNaN(scores[picture]))
                    .OrderByDescending(picture => scores[picture]).Take(Ten),
            ];
        });
        return new MethodLists(method, ranks, lists);
    }

    /// <summary>Gives everybody their lists.</summary>
    /// <param name="method">What it is called.</param>
    /// <param name="judged">The people.</param>
    /// <param name="recommend">From somebody and a length to a list, best first.</param>
    public static MethodLists ByList(string method, JudgedPerson[] judged, Func<int, int, int[]> recommend)
    {
        var (ranks, lists) = (new double[judged.Length], new int[judged.Length][]);
        Parallel.For(0, judged.Length, i =>
        {
            var target = judged[i].Targets[0];
            lists[i] = recommend(i, Ten);
            ranks[i] = Array.IndexOf(lists[i], target);
            if (ranks[i] >= 0)
                return;
            ranks[i] = Array.IndexOf(recommend(i, Fifty), target);
            ranks[i] = ranks[i] < 0 ? Fifty : Math.Max(Ten, ranks[i]);
        });
        return new MethodLists(method, ranks, lists);
    }

    /// <summary>Whether each has it among their ten.</summary>
    public double[] Hits => [.. Ranks.Select(rank => rank < Ten ? 1.0 : 0)];

    /// <summary>What each hit is worth.</summary>
    public double[] Gains => [.. Ranks.Select(rank => rank < Ten ? HeldOutRanks.GainOf(rank) : 0)];

    /// <summary>Whether each has it among their fifty.</summary>
    public double[] LongHits => [.. Ranks.Select(rank => rank < Fifty ? 1.0 : 0)];

    /// <summary>What they add up to.</summary>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="popular">The most liked tenth.</param>
    /// <param name="seed">Seed of the intervals.</param>
    public HistoryScore Summarize(int pictures, IReadOnlySet<int> popular, int seed) => new(
        Method, Estimate.FromValues(Hits, seed), Estimate.FromValues(Gains, seed), Estimate.FromValues(LongHits, seed))
    {
        Coverage = Lists.SelectMany(list => list).Distinct().Count() / (double)pictures,
        PopularShare = Lists.Sum(list => list.Count(popular.Contains)) / (double)Math.Max(1, Lists.Sum(list => list.Length)),
    };
}
