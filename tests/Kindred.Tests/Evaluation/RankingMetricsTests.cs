using Kindred.Evaluation;

namespace Kindred.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    private static readonly bool[] Relevant = [true, false, true, true, false, false, true, false, false, true];

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(5, 0.6)]
    [InlineData(10, 0.5)]
    [InlineData(20, 0.25)] // A short list is filled up with misses.
    public void PrecisionAt_KnownList_IsShareOfHits(int k, double expected) =>
        Assert.Equal(expected, RankingMetrics.PrecisionAt(Relevant, k), 1e-12);

    // scikit-learn 1.2: average_precision_score over the list, where all relevant items are in it.
    [Fact]
    public void AveragePrecisionAt_AllFound_AgreesWithScikitLearn() =>
        Assert.Equal(0.6976190476190476, RankingMetrics.AveragePrecisionAt(Relevant, 10, total: 5), 1e-12);

    // numpy: the same sum of precisions over six relevant items.
    [Fact]
    public void AveragePrecisionAt_OneNotFound_CountsIt() =>
        Assert.Equal(0.5813492063492064, RankingMetrics.AveragePrecisionAt(Relevant, 10, total: 6), 1e-12);

    // scikit-learn 1.2: ndcg_score(k=10) over the list.
    [Fact]
    public void NdcgAt_AllFound_AgreesWithScikitLearn() =>
        Assert.Equal(0.8659013453423597, RankingMetrics.NdcgAt(Relevant, 10, total: 5), 1e-12);

    [Fact]
    public void NdcgAt_OneNotFound_CountsIt() =>
        Assert.Equal(0.7725665714262702, RankingMetrics.NdcgAt(Relevant, 10, total: 6), 1e-12);

    [Fact]
    public void AllMetrics_PerfectList_AreOne()
    {
        bool[] perfect = [true, true, true, true, true, true, true, true, true, true];

        Assert.Equal(1, RankingMetrics.PrecisionAt(perfect, 5));
        Assert.Equal(1, RankingMetrics.AveragePrecisionAt(perfect, 10, total: 39));
        Assert.Equal(1, RankingMetrics.NdcgAt(perfect, 10, total: 39));
    }
}
