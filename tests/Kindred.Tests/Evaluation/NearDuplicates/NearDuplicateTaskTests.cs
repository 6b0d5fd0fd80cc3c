using Kindred.Embeddings;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Tests.Evaluation.NearDuplicates;

public sealed class NearDuplicateTaskTests
{
    [Fact]
    public void Report_CopiesOfTheirOriginals_AreAllFound()
    {
        FingerprintedImage[] images = [Image(0, 1), Image(1, 2), Image(2, 3)];
        using var task = new NearDuplicateTask(images);
        for (var i = 0; i < images.Length; i++)
            task.Judge("unchanged", i, images[i]);

        var report = task.Report(seed: 1);

        Assert.Equal((3, 3), (report.Images, report.Altered));
        Assert.Equal((1, 1), (report.Recall.Mean, report.Precision!.Value.Mean));
        Assert.Equal(1, report.CosineCut!.Value.Recall);
        Assert.Empty(report.FalseNearDuplicates);
        var row = Assert.Single(report.ByTransformation);
        Assert.Equal(("unchanged", 3, 1.0), (row.Transformation, row.Altered, row.CosineCutRecall));
    }

    [Fact]
    public void Report_AnotherImageTakenForTheOriginal_CountsAgainstPrecisionUnlessItIsKnown()
    {
        // The first two are the same picture.
        FingerprintedImage[] images = [Image(0, 1), Image(0, 1), Image(2, 3)];
        using var unknown = new NearDuplicateTask(images);
        using var known = new NearDuplicateTask(images, (a, b) => a + b == 1);
        unknown.Judge("unchanged", 0, images[0]);
        known.Judge("unchanged", 0, images[0]);

        Assert.Equal(0.5, unknown.Report(seed: 1).Precision!.Value.Mean);
        var pairs = unknown.Report(seed: 1).FalseNearDuplicates.Select(pair => (pair.Original, pair.Taken, pair.Transformation));
        Assert.Equal((0, 1, "unchanged"), Assert.Single(pairs));
        Assert.Equal(1, known.Report(seed: 1).Precision!.Value.Mean);
        Assert.Empty(known.Report(seed: 1).FalseNearDuplicates);
    }

    [Fact]
    public void Report_CopyThatNothingSpeaksFor_IsMissed()
    {
        FingerprintedImage[] images = [Image(0, 1), Image(1, 2)];
        using var task = new NearDuplicateTask(images);
        task.Judge("another picture", 0, Image(0, 9));

        var report = task.Report(seed: 1);

        Assert.Equal(0, report.Recall.Mean);
        Assert.Null(report.Precision);
        // Embeddings alone cannot tell.
        Assert.Equal(1, report.CosineCut!.Value.Recall);
    }

    [Fact]
    public void Report_AnotherThingTakenForACopy_CountsAgainstPrecision()
    {
        FingerprintedImage[] images = [Image(0, 1), Image(1, 2)];
        using var task = new NearDuplicateTask(images);
        task.Judge("unchanged", 0, images[0]);
        task.Judge("reshaped", 1, images[1], Likeness.Similar);

        var report = task.Report(seed: 1);

        Assert.Equal((1, 0.5), (report.Recall.Mean, report.Precision!.Value.Mean));
        Assert.Equal([Likeness.NearDuplicate, Likeness.Similar], report.Kinds.Select(score => score.Kind));
        Assert.Equal((0, null), (report.Kinds[1].Recall.Mean, report.Kinds[1].Precision));
        Assert.Equal((0, 1), (report.ByTransformation[1].Recall.Mean, report.ByTransformation[1].CalledNearDuplicate));
        Assert.Equal("reshaped", Assert.Single(report.FalseNearDuplicates).Transformation);
    }

    [Fact]
    public void Report_NothingJudged_Throws()
    {
        using var task = new NearDuplicateTask([Image(0, 1)]);

        Assert.Throws<InvalidOperationException>(() => task.Report(seed: 1));
    }

    private static FingerprintedImage Image(int axis, int seed)
    {
        var embedding = new float[4];
        embedding[axis] = 1;
        return new FingerprintedImage(embedding, Fingerprint.FromRgb(Pixels(seed), 48, 48));
    }

    private static byte[] Pixels(int seed)
    {
        var rgb = new byte[48 * 48 * 3];
        new Random(seed).NextBytes(rgb);
        return rgb;
    }
}
