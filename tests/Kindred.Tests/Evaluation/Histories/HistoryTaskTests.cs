using Kindred.Evaluation;
using Kindred.Evaluation.Histories;
using Kindred.Recommendations;

namespace Kindred.Tests.Evaluation.Histories;

/// <summary>What holds in worlds of made-up people, through a whole library.</summary>
public sealed class HistoryTaskTests
{
    private const int People = 400;
    private const double Likes = 20;

    // What decides is in no picture, and Kindred comes close to what knows nothing but choices.
    [Fact]
    public async Task Hidden_KindredAndEase_AreNearlyAsGood()
    {
        await using var library = await (await MadeUpLibrary.CreateAsync()).ChooseAsync(MadeUpWorld.Hidden, People, Likes);

        var report = await library.JudgeAsync();

        var (kindred, ease) = (Row(report, "kindred"), Row(report, "ease"));
        Assert.True(
            kindred.NdcgAt10.Mean >= 0.95 * ease.NdcgAt10.Mean, $"{kindred.NdcgAt10.Mean:0.000} beside {ease.NdcgAt10.Mean:0.000}");
        Assert.True(kindred.NdcgAt10.Mean > 2 * Row(report, "looks").NdcgAt10.Mean);
        Assert.Contains(report.Weights, weight => weight > 0);
    }

    [Fact]
    public async Task Looks_KindredAndLooks_KindredIsAtLeastAsGoodAndBeatsPopularityOnColdPictures()
    {
        await using var library = await (await MadeUpLibrary.CreateAsync()).ChooseAsync(MadeUpWorld.Looks, People, Likes);

        var report = await library.JudgeAsync();

        Assert.True(
            Row(report, "kindred").NdcgAt10.Mean >= Row(report, "looks").NdcgAt10.Mean,
            $"{Row(report, "kindred").NdcgAt10.Mean:0.000} beside {Row(report, "looks").NdcgAt10.Mean:0.000}");
        var cold = report.Cold!.Rows.ToDictionary(row => row.Method);
        Assert.Equal(["chance", "popularity", "looks", "kindred"], cold.Keys);
        Assert.True(cold["kindred"].Auc.Low > cold["popularity"].Auc.High);
        Assert.True(cold["kindred"].Auc.Low > 0.5);
        Assert.True(cold["kindred"].HitRateAt10.Mean > cold["popularity"].HitRateAt10.Mean);
    }

    [Fact]
    public async Task Both_Kindred_IsBetterThanLooksAndPopularity()
    {
        await using var library = await (await MadeUpLibrary.CreateAsync()).ChooseAsync(MadeUpWorld.Both, People, Likes);

        var report = await library.JudgeAsync();

        Assert.True(Row(report, "kindred").NdcgAt10.Mean > Row(report, "looks").NdcgAt10.Mean);
        Assert.True(Row(report, "kindred").NdcgAt10.Mean > Row(report, "popularity").NdcgAt10.Mean);
        Assert.Equal(report.Judged, report.ByLikes.Sum(group => group.People));
        Assert.Equal(["chance", "popularity", "looks", "itemKnn", "ease", "kindred"], report.Rows.Select(row => row.Method));
        var figures = new EvaluationReport { History = report }.Figures();
        Assert.Equal(Row(report, "kindred").HitRateAt10.Mean, figures["history.kindred.hitRate@10"]);
        Assert.True(figures.ContainsKey("history.cold.kindred.auc"));
    }

    // One person's own choices are no other people's, however many they are.
    [Fact]
    public async Task Recommend_NobodyElsesChoices_GivesTheListsOfBeforeExactly()
    {
        await using var alone = await MadeUpLibrary.CreateAsync();
        int[] likes = [.. Enumerable.Range(0, 200).Select(i => 3 * i)];
        using var before = await alone.PrepareAsync();
        await alone.ChooseAsync("only", likes);
        using var after = await alone.PrepareAsync();

        for (var count = 1; count <= 30; count++)
        {
            var expected = before.Recommend(Profile.Of(likes[..count].Select(like => before.Query(before.Images[like]))));
            var found = after.Recommend(Profile.Of(likes[..count].Select(like => after.Query(after.Images[like]))));

            Assert.Equal(
                expected.Items.Select(item => (item.Image.Path, item.Score)), found.Items.Select(item => (item.Image.Path, item.Score)));
        }
    }

    [Fact]
    public async Task Judge_TooFewPeople_SaysHowManyAreNeeded()
    {
        await using var library = await MadeUpLibrary.CreateAsync();
        await library.ChooseAsync("only", [1, 2, 3, 4, 5, 6]);

        var exception = await Assert.ThrowsAsync<KindredException>(library.JudgeAsync);

        Assert.Equal(Fault.NothingToJudge, exception.Fault);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task Judge_SameSeed_GivesTheSameFigures()
    {
        await using var library = await (await MadeUpLibrary.CreateAsync()).ChooseAsync(MadeUpWorld.Both, 80, 10);

        Assert.Equal(
            new EvaluationReport { History = await library.JudgeAsync() }.Figures(),
            new EvaluationReport { History = await library.JudgeAsync() }.Figures());
    }

    private static HistoryScore Row(HistoryReport report, string method) => report.Rows.Single(row => row.Method == method);
}
