namespace Kindred.Evaluation.Histories;

/// <summary>People with about as many likes, by all ways to recommend.</summary>
/// <param name="Likes">How many likes are known of them, such as <c>8 to 15</c>.</param>
/// <param name="People">How many people.</param>
/// <param name="Rows">One for each way, without chance.</param>
internal sealed record HistoryGroup(string Likes, int People, IReadOnlyList<HistoryGroupScore> Rows);

/// <summary>One way to recommend for such people.</summary>
/// <param name="Method">As in <see cref="HistoryScore"/>.</param>
/// <param name="HitRateAt10">Share whose latest like is among their ten.</param>
/// <param name="NdcgAt10">See <see cref="HistoryScore.NdcgAt10"/>.</param>
internal sealed record HistoryGroupScore(string Method, Estimate HitRateAt10, Estimate NdcgAt10);
