using Kindred.Search;
using Kindred.Tastes;

namespace Kindred.Tests.Tastes;

public sealed class GallerySampleTests
{
    // By hand: a like at the end of a line of 101 images, 0 to 100. Half of them are within 50, a hundredth within 1 (the like is the
    // nearest itself, and does not count), so the price is (50² + ⅔·(1² − 50²))/2.
    [Fact]
    public void PriceOf_ImagesOnALine_IsTwoThirdsOfTheWay()
    {
        using var index = new FlatIndex(1, Metric.Euclidean);
        for (var i = 0; i <= 100; i++)
            index.Add([i]);

        using var sample = new GallerySample(index.Count, id => index[id].ToArray());
        Assert.Equal((2500 + (2 / 3.0 * (1 - 2500))) / 2, sample.PriceOf([[0f]]), 1e-3);
    }

    // The same likes make the same tastes, however many more pictures of the same kinds there are.
    [Theory]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public void PriceOf_LargerGalleryOfTheSameKinds_IsTheSame(int images) => Assert.InRange(PriceAmong(images) / PriceAmong(200), 0.9, 1.1);

    [Fact]
    public void PriceOf_OneImage_IsFound()
    {
        using var index = new FlatIndex(2, Metric.Cosine);
        index.Add([1, 0]);

        using var sample = new GallerySample(index.Count, id => index[id].ToArray());
        Assert.Equal(1, sample.PriceOf([[0f, 1f]]), 1e-6);
    }

    [Fact]
    public void FarFrom_SeveralPoints_IsTheMiddleOfThePlainDistances()
    {
        var random = new Random(3);
        float[][] images = [.. Enumerable.Range(0, 333).Select(_ => Draw(random, 3))];
        float[][] points = [images[0], Draw(random, 5), new float[16]];

        using var sample = new GallerySample(images.Length, image => images[image]);
        var far = sample.FarFrom(points);

        // As many images as the sample holds are all in it.
        Assert.All(points.Zip(far), pair => Assert.Equal(
            images.Select(image => Math.Sqrt(image.Zip(pair.First, (a, b) => ((double)a - b) * (a - b)).Sum())).Order().ElementAt(166),
            pair.Second, 1e-5));
    }

    private static double PriceAmong(int images)
    {
        using var index = new FlatIndex(16, Metric.Cosine);
        var random = new Random(2);
        for (var i = 0; i < images; i++)
            index.Add(Draw(random, i % 8));
        using var sample = new GallerySample(index.Count, id => index[id].ToArray());
        return sample.PriceOf([Draw(new Random(1), 0)]);
    }

    /// <summary>A picture of one of eight kinds, each around an axis of its own.</summary>
    private static float[] Draw(Random random, int kind)
    {
        var vector = new float[16];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = random.NextSingle() - 0.5f;
        vector[kind] += 2;
        var length = Math.Sqrt(vector.Sum(number => number * number));
        return [.. vector.Select(number => (float)(number / length))];
    }
}
