using System.Numerics;
using Kindred.Galleries;
using Kindred.Layouts;
using Kindred.Search;
using Kindred.Tests.Recommendations;

namespace Kindred.Tests.Layouts;

public sealed class GalleryLayoutTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Compute_SeparateKinds_ComeTogether()
    {
        using var small = new SmallGallery(labels: 8, imagesPerLabel: 40);
        var judge = new LayoutJudge(small.Gallery);

        var map = GalleryLayout.Compute(small.Gallery.Index, cancellationToken: Cancel);

        // By chance it would be 39 of 319; two principal components do not tell eight directions apart.
        Assert.True(judge.LabelShare(map.Positions) > 0.98, $"{judge.LabelShare(map.Positions)}");
        Assert.True(judge.LabelShare(judge.ByPrincipalComponents()) < 0.9, $"{judge.LabelShare(judge.ByPrincipalComponents())}");
        Assert.True(judge.Trustworthiness(map.Positions) > judge.Trustworthiness(judge.ByPrincipalComponents()));
    }

    [Fact]
    public void Compute_SameGallery_IsTheSameMap()
    {
        using var small = new SmallGallery(labels: 4, imagesPerLabel: 20);

        Assert.Equal(
            GalleryLayout.Compute(small.Gallery.Index, cancellationToken: Cancel).Positions,
            GalleryLayout.Compute(small.Gallery.Index, cancellationToken: Cancel).Positions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Compute_FewImages_HaveAPositionEachInTheSquare(int images)
    {
        using var small = new SmallGallery(labels: 1, imagesPerLabel: images);

        var map = GalleryLayout.Compute(small.Gallery.Index, cancellationToken: Cancel);

        Assert.Equal(images, map.Positions.Distinct().Count());
        if (images > 1)
            Assert.True(map.Positions.Max(position => Math.Max(Math.Abs(position.X), Math.Abs(position.Y))) > 0.5);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void Compute_AllIdentical_StayInTheSquare(int images)
    {
        using var index = new FlatIndex(12, Metric.Cosine);
        for (var i = 0; i < images; i++)
            index.Add([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

        Assert.Equal(images, GalleryLayout.Compute(index, cancellationToken: Cancel).Positions.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Compute_FewDimensions_IsAMap(int dimensions)
    {
        using var index = new FlatIndex(dimensions, Metric.Euclidean);
        for (var i = 0; i < 30; i++)
            index.Add([.. Enumerable.Range(0, dimensions).Select(j => (float)(i * (j + 1)))]);

        Assert.Equal(30, GalleryLayout.Compute(index, cancellationToken: Cancel).Positions.Distinct().Count());
    }

    [Fact]
    public void Compute_IdenticalImages_LieTogether()
    {
        using var small = new SmallGallery(labels: 5, imagesPerLabel: 30);
        using var index = new FlatIndex(SmallGallery.Dimensions, Metric.Cosine);
        for (var i = 0; i < small.Count; i++)
            index.Add(small.Gallery.Index[i]);
        var copy = index.Add(small.Gallery.Index[7]);

        var positions = GalleryLayout.Compute(index, cancellationToken: Cancel).Positions;

        var distances = positions
            .Select(other => Vector2.Distance(new(other.X, other.Y), new(positions[copy].X, positions[copy].Y)))
            .ToArray();
        Assert.True(distances.Count(distance => distance < distances[7]) <= 15, $"{distances[7]}");
    }

    [Fact]
    public void Compute_Progress_RisesToOne()
    {
        using var small = new SmallGallery(labels: 2, imagesPerLabel: 20);
        var told = new List<double>();

        GalleryLayout.Compute(small.Gallery.Index, new Listener(told.Add), Cancel);

        Assert.Equal(told.Order(), told);
        Assert.Equal((0.0, 1.0), (told[0], told[^1]));
    }

    [Fact]
    public void Compute_Cancelled_StopsOnTheWay()
    {
        using var small = new SmallGallery(labels: 2, imagesPerLabel: 20);
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(
            () => GalleryLayout.Compute(small.Gallery.Index, new Listener(done => { if (done > 0.5) stop.Cancel(); }), stop.Token));
    }

    [Fact]
    public void Frame_AFewFarOff_DoNotSqueezeTheRest()
    {
        var random = new Random(1);
        Vector2[] layout =
        [
            .. Enumerable.Range(0, 990).Select(_ => new Vector2(random.NextSingle(), random.NextSingle())),
            new(500, 0), new(1000, 0), new(0, -300),
        ];

        LayoutPosition[] framed = [.. LayoutFrame.Fit(layout)];

        Assert.True(framed.Take(990).Max(position => position.X) - framed.Take(990).Min(position => position.X) > 1.7);
        Assert.True(framed[991].X > framed[990].X && framed[990].X > framed.Take(990).Max(position => position.X));
        Assert.All(framed, position => Assert.True(Math.Abs(position.X) <= 1 && Math.Abs(position.Y) <= 1));
    }

    [Theory]
    [InlineData(1.01f, 0)]
    [InlineData(0, -1.01f)]
    [InlineData(float.NaN, 0)]
    public void Create_PositionOutsideTheSquare_Throws(float x, float y) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GalleryLayout([new LayoutPosition(x, y)]));

    private sealed class Listener(Action<double> listen) : IProgress<double>
    {
        public void Report(double value) => listen(value);
    }
}
