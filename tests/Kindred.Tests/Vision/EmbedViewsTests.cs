using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Recommendations.Explanations;
using Kindred.Spaces;
using Kindred.Tests.Libraries;
using Kindred.Tests.Vision.Models;
using Kindred.Vision;
using Kindred.Vision.Models;
using SkiaSharp;

namespace Kindred.Tests.Vision;

public sealed class EmbedViewsTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmbedViewsAsync_DefaultModel_AddsUpToTheEmbedding()
    {
        var picture = Draw(SubjectAt.Left, seed: 3);

        var views = await ViewsAsync(picture);

        Assert.NotNull(views.Mirrored);
        Assert.Equal(1, TensorPrimitives.Norm<float>(views.Sum()), 1e-5f);
        Assert.All(views.Sum().Zip(await EmbedAsync(fixture.Embedder, picture)), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.Equal(2080, fixture.Embedder.Geometry!.Dimensions);
        Assert.Equal([3, 2, 3], fixture.Embedder.Geometry.Parts.Select(part => part.Grid));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task EmbedViewsAsync_AnyHead_AddsUpToTheEmbedding(bool mirror, bool normalize)
    {
        using var folder = new TemporaryFolder();
        var head = new DescriptorHead { Parts = [new() { Pool = Pooling.Average, Grid = 3 }], Mirror = mirror, Normalize = normalize };
        using var embedder = Identity(folder, head);
        var picture = Draw(SubjectAt.Left, seed: 5);

        using var file = EncodedImage.FromBytes(picture);
        var views = await embedder.EmbedViewsAsync(file, Cancel);

        Assert.Equal(mirror, views.Mirrored is not null);
        Assert.All(views.Sum().Zip(await EmbedAsync(embedder, picture)), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public async Task EmbedViewsAsync_MirroredPicture_SwapsTheViews()
    {
        var left = await ViewsAsync(Draw(SubjectAt.Left, seed: 3));
        var right = await ViewsAsync(Draw(SubjectAt.Right, seed: 3));

        Assert.All(left.Upright.Zip(right.Mirrored!), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.All(left.Mirrored!.Zip(right.Upright), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScoreMap_SubjectAtOneSide_IsHigherThere(bool centered)
    {
        var layout = fixture.Embedder.Geometry!;
        var left = await ViewsAsync(Draw(SubjectAt.Left, seed: 3));
        var right = await ViewsAsync(Draw(SubjectAt.Right, seed: 3));
        using var space = centered ? await CenteredAsync() : EmbeddingSpace.Identity(layout.Dimensions);

        // The picture itself, and the same subject at the other side on another ground.
        byte[][] queries = [Draw(SubjectAt.Left, seed: 3), Draw(SubjectAt.Right, seed: 3, ground: 190)];
        foreach (var query in queries)
        {
            var direction = space.Project((await ViewsAsync(query)).Sum());
            TensorPrimitives.Divide(direction, TensorPrimitives.Norm<float>(direction), direction);
            var score = TensorPrimitives.CosineSimilarity<float>(direction, space.Project(left.Sum()));
            var atLeft = HeatMap.Compute(layout, left, space, direction, score);
            var atRight = HeatMap.Compute(layout, right, space, direction, score);

            Assert.Equal(score, atLeft.Sum, 1e-5f);
            // Without a mean the ground, which all have in common, adds to the score as well.
            var (near, far) = (Column(atLeft, 0), Column(atLeft, 2));
            Assert.True(near > (centered ? 2 : 1) * far, $"{near}, {far}");
            Assert.All(
                Enumerable.Range(0, 9), cell => Assert.Equal(atLeft[cell / 3, cell % 3], atRight[cell / 3, 2 - (cell % 3)], 1e-5f));
        }
    }

    [Fact]
    public async Task EmbedViewsAsync_FlattenedHead_IsNotSupported()
    {
        using var folder = new TemporaryFolder();
        using var embedder = Identity(folder, new DescriptorHead { Parts = [new() { Pool = Pooling.Flatten }] });
        var file = EncodedImage.FromBytes(Draw(SubjectAt.Left, seed: 1));

        Assert.Null(embedder.Geometry);
        await Assert.ThrowsAsync<NotSupportedException>(() => embedder.EmbedViewsAsync(file, Cancel));
        Assert.Throws<ObjectDisposedException>(() => file.Bytes);
    }

    [Fact]
    public async Task EmbedViewsAsync_EmbedderWithoutLayout_IsNotSupported()
    {
        using IImageEmbedder embedder = new CountingEmbedder(fixture.Embedder, () => { });
        var file = EncodedImage.FromBytes(Draw(SubjectAt.Left, seed: 1));

        Assert.Null(embedder.Geometry);
        await Assert.ThrowsAsync<NotSupportedException>(() => embedder.EmbedViewsAsync(file, Cancel));
        Assert.Throws<ObjectDisposedException>(() => file.Bytes);
    }

    [Fact]
    public async Task EmbedViewsAsync_NoPictureOrCancelled_ThrowsAndDisposes()
    {
        var text = EncodedImage.FromBytes("no picture"u8);
        var picture = EncodedImage.FromBytes(Draw(SubjectAt.Left, seed: 1));

        await Assert.ThrowsAsync<UnreadableImageException>(() => fixture.Embedder.EmbedViewsAsync(text, Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Embedder.EmbedViewsAsync(picture, new CancellationToken(true)));

        Assert.Throws<ObjectDisposedException>(() => text.Bytes);
        Assert.Throws<ObjectDisposedException>(() => picture.Bytes);
    }

    /// <summary>A subject of many colors on a plain ground, of the network's own size so that nothing is resized.</summary>
    private static byte[] Draw(SubjectAt place, int seed, byte ground = 220)
    {
        const int side = 160;
        var random = new Random(seed);
        using var bitmap = new SKBitmap(side, side);
        bitmap.Erase(new SKColor(ground, ground, ground));
        var colors = Enumerable.Range(0, 36).Select(_ => new SKColor((uint)random.Next() | 0xFF000000)).ToArray();
        var from = place switch { SubjectAt.Left => 4, SubjectAt.Middle => 56, _ => 108 };
        for (var y = 40; y < 120; y++)
        {
            for (var x = 0; x < 48; x++)
            {
                var color = colors[(y / 8 % 6 * 6) + (x / 8)];
                bitmap.SetPixel(place == SubjectAt.Right ? side - 1 - (4 + x) : from + x, y, color);
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static OnnxEmbedder Identity(TemporaryFolder folder, DescriptorHead head)
    {
        var path = folder.Write("identity.onnx", SampleNetwork.Identity(32, 32));
        return new OnnxEmbedder(new ModelRecipe { Id = "identity", Input = new() { Width = 32, Height = 32 }, Head = head }, [path]);
    }

    private static float Column(HeatMap map, int column) => map[0, column] + map[1, column] + map[2, column];

    private static async Task<float[]> EmbedAsync(IImageEmbedder embedder, byte[] picture)
    {
        var result = await embedder.EmbedAsync(new[] { EncodedImage.FromBytes(picture) }.ToAsyncEnumerable(), Cancel).SingleAsync(Cancel);
        return result.Embedding!;
    }

    /// <summary>A space centered on a gallery of other subjects, on the same ground and at all places.</summary>
    private async Task<EmbeddingSpace> CenteredAsync()
    {
        const int count = 9;
        var mean = new float[fixture.Embedder.Stamp.Dimensions];
        for (var i = 0; i < count; i++)
        {
            var embedding = await EmbedAsync(fixture.Embedder, Draw((SubjectAt)(i % 3), seed: 10 + i));
            TensorPrimitives.Add(mean, embedding, mean);
        }

        TensorPrimitives.Divide(mean, count, mean);
        return EmbeddingSpace.Create(SpaceKind.Visual, 1, count, mean, axes: []);
    }

    private Task<EmbeddingViews> ViewsAsync(byte[] picture) =>
        fixture.Embedder.EmbedViewsAsync(EncodedImage.FromBytes(picture), Cancel);

    private enum SubjectAt
    {
        Left,
        Middle,
        Right,
    }
}
