namespace Kindred.Evaluation.Histories;

/// <summary>How one way to recommend predicts what a library's own people liked last.</summary>
/// <param name="Method">
/// <c>chance</c>, <c>popularity</c> (most likes first), <c>looks</c> (Kindred without other people's choices), <c>itemKnn</c> (cosine
/// of who liked them), <c>ease</c> (Steck 2019) or <c>kindred</c>.
/// </param>
/// <param name="HitRateAt10">Share of the people whose latest like is among their ten.</param>
/// <param name="NdcgAt10">Mean of 1 / log2(rank + 2) of those that are, ranks from 0; 0 for those that are not.</param>
/// <param name="RecallAt50">Share of the people whose latest like is among their fifty.</param>
internal sealed record HistoryScore(string Method, Estimate HitRateAt10, Estimate NdcgAt10, Estimate RecallAt50)
{
    /// <summary>Share of the gallery that somebody has among their ten; <see langword="null"/> for chance.</summary>
    public double? Coverage { get; init; }

    /// <summary>Share of all places among the ten that go to the most liked tenth of what anybody likes.</summary>
    public double? PopularShare { get; init; }
}
