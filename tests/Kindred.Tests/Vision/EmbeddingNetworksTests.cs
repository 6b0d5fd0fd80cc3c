using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Tests.Vision.Models;
using Kindred.Vision;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision;

/// <summary>Two networks whose feature map is the picture itself, one small and one large, so that every number can be told.</summary>
public sealed class EmbeddingNetworksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OnnxEmbedder _small;
    private readonly OnnxEmbedder _large;
    private readonly OnnxEmbedder _both;

    public EmbeddingNetworksTests()
    {
        _small = new OnnxEmbedder(EmbeddingNetworks.Of(Network(32, mirror: true, share: 1)), new OnnxEmbedderOptions());
        _large = new OnnxEmbedder(EmbeddingNetworks.Of(Network(64, mirror: false, share: 1)), new OnnxEmbedderOptions());
        _both = new OnnxEmbedder(
            EmbeddingNetworks.Of("both", [Network(32, mirror: true, share: 0.25f), Network(64, mirror: false, share: 0.75f)]),
            new OnnxEmbedderOptions());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _small.Dispose();
        _large.Dispose();
        _both.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Stamp_OfTwo_NamesBothAndTheirBlocks()
    {
        var stamp = _both.Stamp;

        Assert.Equal("both", stamp.Model);
        Assert.Equal("0.25 x 12: [map avg 2], mirror + 0.75 x 12: [map avg 2]", stamp.Head);
        Assert.Equal($"{_small.Stamp.Input} + {_large.Stamp.Input}", stamp.Input);
        Assert.Equal([new EmbeddingBlock(12, 0.25f), new EmbeddingBlock(12, 0.75f)], stamp.Blocks);
        Assert.NotEqual(_small.Stamp.Weights, stamp.Weights);
        Assert.Equal([new EmbeddingBlock(12, 1)], _small.Stamp.Blocks);
    }

    [Fact]
    public async Task EmbedAsync_TwoNetworks_StandSideBySideEachByItsShare()
    {
        var picture = Picture(5);

        var both = await EmbedAsync(_both, picture);
        var small = await EmbedAsync(_small, picture);
        var large = await EmbedAsync(_large, picture);

        // The large one sees what it sees alone. What the small one sees was shrunk in two steps.
        Assert.All(large.Zip(both[12..]), pair => Assert.Equal(pair.First * MathF.Sqrt(0.75f), pair.Second, 1e-6f));
        Assert.True(TensorPrimitives.CosineSimilarity<float>(small, both.AsSpan(0, 12)) > 0.999f);
        Assert.Equal(0.5f, TensorPrimitives.Norm<float>(both.AsSpan(0, 12)), 1e-5f);
        Assert.Equal(1, TensorPrimitives.Norm<float>(both), 1e-5f);
    }

    [Fact]
    public async Task EmbedViewsAsync_TwoNetworksOneMirrorBlind_AddUpToTheEmbedding()
    {
        var picture = Picture(6);

        using var file = EncodedImage.FromBytes(picture);
        var views = await _both.EmbedViewsAsync(file, Cancel);

        var embedding = await EmbedAsync(_both, picture);
        Assert.All(embedding.Zip(views.Sum()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(views.Mirrored![12..], number => Assert.Equal(0, number));
        Assert.Equal(24, _both.Geometry!.Dimensions);
        Assert.Equal([false, true], _both.Geometry.Parts.Select(part => part.UprightOnly));
    }

    private static async Task<float[]> EmbedAsync(OnnxEmbedder embedder, byte[] picture)
    {
        EncodedImage[] one = [EncodedImage.FromBytes(picture, 0)];
        return (await embedder.EmbedAsync(one.ToAsyncEnumerable(), Cancel).SingleAsync(Cancel)).Embedding!;
    }

    private byte[] Picture(int seed)
    {
        var path = _folder.File($"{seed}.jpg");
        TestPictures.Write(path, seed, 200, 150);
        return File.ReadAllBytes(path);
    }

    private OnnxNetwork Network(int size, bool mirror, float share)
    {
        var path = _folder.File($"{size}.onnx");
        File.WriteAllBytes(path, SampleNetwork.Identity(size, size));
        var recipe = new ModelRecipe
        {
            Id = $"identity-{size}",
            Input = new() { Width = size, Height = size },
            Head = new() { Parts = [new() { Tensor = "map", Pool = Pooling.Average, Grid = 2 }], Mirror = mirror },
        };
        return new OnnxNetwork(recipe, [path], share);
    }
}
