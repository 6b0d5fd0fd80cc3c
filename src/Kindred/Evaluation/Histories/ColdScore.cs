namespace Kindred.Evaluation.Histories;

/// <summary>How one way to recommend ranks pictures that nobody has chosen yet, for those who would.</summary>
/// <param name="Method">As in <see cref="HistoryScore"/>.</param>
/// <param name="Auc">Share of all other pictures that such a picture ranks before, ties half.</param>
/// <param name="HitRateAt10">Share of such pictures among the first ten.</param>
internal sealed record ColdScore(string Method, Estimate Auc, Estimate HitRateAt10);

/// <summary>Cold pictures: of a random tenth of what anybody likes, every choice was withheld from every fit.</summary>
/// <param name="Pictures">How many pictures.</param>
/// <param name="People">People who like some of them and something else, and are asked.</param>
/// <param name="Rows">Chance, popularity, looks and Kindred.</param>
internal sealed record ColdReport(int Pictures, int People, IReadOnlyList<ColdScore> Rows);
