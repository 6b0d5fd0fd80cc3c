using Kindred.Evaluation;
using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Spaces;
using Kindred.Tests.Layouts;

namespace Kindred.Tests.Libraries;

/// <summary>On photographs, where they lie beside the checkout: 398 of clothes, in ten classes.</summary>
public sealed class ClothesTests(IndexedClothes indexed) : IClassFixture<IndexedClothes>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EvaluateLabels_Photographs_FollowsLooksAndLearnsKinds()
    {
        using var folder = new TemporaryFolder();
        await using var library = indexed.OpenCopy(folder.File("library", "x"));

        using (var visual = await library.OpenGalleryAsync(Cancel))
        {
            // An independent implementation of the same descriptor found 0.552.
            var evaluation = await GalleryEvaluation.OpenAsync(visual, cancellationToken: Cancel);
            var report = await evaluation.JudgeLabelsAsync(cancellationToken: Cancel);
            Assert.InRange(report.PrecisionAt5.Mean, 0.54, 0.57);
            Assert.Equal((398, 10, 0), (report.Queries, report.Labels, report.Folds));
        }

        await library.IndexAsync(indexed.Photographs, new() { Space = SpaceKind.Learned }, cancellationToken: Cancel);
        using (var learned = await library.OpenGalleryAsync(Cancel))
        {
            // The same in five folds that never see what they are asked about: an independent implementation found 0.542 by looks.
            var evaluation = await GalleryEvaluation.OpenAsync(learned, cancellationToken: Cancel);
            var report = await evaluation.JudgeLabelsAsync(cancellationToken: Cancel);
            Assert.Equal(5, report.Folds);
            Assert.InRange(report.VisualPrecisionAt5!.Value.Mean, 0.52, 0.56);
            Assert.True(report.PrecisionAt5.Low > report.VisualPrecisionAt5.Value.High, $"{report.PrecisionAt5}");
            Assert.True(report.PrecisionAt5.Mean >= 0.76, $"{report.PrecisionAt5}");

            // Taught five kinds of clothes it tells five others apart, and it learns from likes alone.
            Assert.True(report.Withheld!.Learned.Mean > report.Withheld.Visual.Mean, $"{report.Withheld}");
            Assert.True(report.Choices!.Learned.Mean > report.Choices.Visual.Mean, $"{report.Choices}");

            // Within a label looks still tell pictures apart; by chance a sixth would be kept.
            Assert.True(report.LooksKeptAt5!.Value.Mean > 0.6, $"{report.LooksKeptAt5}");

            await AssertUsersAreServedAsync(evaluation);
            await AssertQueriesAreLooksAsync(learned);
        }
    }

    /// <summary>
    /// A picture of the library asks what the same file from outside asks, whichever way it is asked, and its copy is what it finds first.
    /// </summary>
    private static async Task AssertQueriesAreLooksAsync(Gallery gallery)
    {
        var neighbors = gallery.Neighbors(5, Cancel);
        foreach (var position in (int[])[0, 100, 250, 397])
        {
            var image = gallery.Images[position];
            var own = gallery.Query(image);
            await using var file = File.OpenRead(image.File);
            var outside = await gallery.QueryAsync("outside", file, Cancel);

            Assert.Equal(0, own.Embedding.Zip(outside.Embedding, (a, b) => Math.Abs(a - b)).Max(), 1e-3);
            Assert.Equal(
                gallery.Similar(own, 5).Select(found => found.Image),
                neighbors[position].Select(found => gallery.Images[found.Id]));
            Assert.Equal(image, gallery.Similar(outside, 1)[0].Image);
        }
    }

    private static async Task AssertUsersAreServedAsync(GalleryEvaluation evaluation)
    {
        var users = await evaluation.JudgeUsersAsync(cancellationToken: Cancel);
        UserScore Row(int tastes, string method) => users.Rows.Single(row => row.Tastes == tastes && row.Method == method);
        Assert.True(Row(2, "tastes").AllTastesAt10.Mean >= 0.95, $"{Row(2, "tastes")}");
        Assert.True(Row(2, "average").AllTastesAt10.Mean < 0.8);
        Assert.True(Row(1, "tastes, diversity 0.5").PrecisionAt10.Mean >= 0.9 * Row(1, "tastes").PrecisionAt10.Mean);
        Assert.True(Row(1, "tastes, diversity 0.5").Diversity.Low > Row(1, "tastes").Diversity.Mean);

        var dislikes = await evaluation.JudgeDislikesAsync(cancellationToken: Cancel);
        var tastes = dislikes.Rows.Single(row => row.Method == "tastes");
        Assert.True(tastes.ShareAfter.Mean <= tastes.ShareBefore.Mean / 2, $"{tastes}");
    }

    [Theory]
    [InlineData(SpaceKind.Visual)]
    [InlineData(SpaceKind.Learned)]
    public async Task Map_Photographs_ShowsTheirNeighborsAndKinds(SpaceKind space)
    {
        using var folder = new TemporaryFolder();
        await using var library = indexed.OpenCopy(folder.File("library", "x"));
        await library.IndexAsync(indexed.Photographs, new() { Space = space }, cancellationToken: Cancel);
        using var gallery = await library.OpenGalleryAsync(Cancel);

        var map = await gallery.ReadLayoutAsync(cancellationToken: Cancel);

        // By chance a tenth of the neighbors would have the label. The space itself has the label as often as two numbers could hope for.
        var judge = new LayoutJudge(gallery);
        var share = judge.LabelShare(map.Positions);
        var shareInSpace = gallery.Neighbors(10, Cancel).Index()
            .Average(entry => entry.Item.Average(neighbor =>
                gallery.Images[neighbor.Id].Label == gallery.Images[entry.Index].Label ? 1.0 : 0.0));
        var components = judge.ByPrincipalComponents();
        Assert.True(share > 0.85 * shareInSpace, $"{share} of {shareInSpace}");
        Assert.True(share > judge.LabelShare(components) + 0.1, $"{share} and {judge.LabelShare(components)}");
        Assert.True(judge.Trustworthiness(map.Positions) > 0.9, $"{judge.Trustworthiness(map.Positions)}");
        Assert.True(
            judge.Trustworthiness(map.Positions) > judge.Trustworthiness(components),
            $"{judge.Trustworthiness(map.Positions)} and {judge.Trustworthiness(components)}");
    }
}
