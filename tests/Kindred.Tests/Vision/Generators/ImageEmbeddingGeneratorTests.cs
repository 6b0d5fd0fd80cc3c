using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Tests.Fixtures;
using Kindred.Tests.Libraries;
using Kindred.Vision;
using Kindred.Vision.Generators;
using Microsoft.Extensions.AI;

namespace Kindred.Tests.Vision.Generators;

public sealed class ImageEmbeddingGeneratorTests : IClassFixture<LibraryFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly LibraryFixture _fixture;
    private readonly ImageEmbeddingGenerator _generator;

    public ImageEmbeddingGeneratorTests(LibraryFixture fixture)
    {
        _fixture = fixture;
        _generator = new ImageEmbeddingGenerator(fixture.Embedder, new FixedTime(Now), leaveOpen: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GenerateAsync_Pictures_GivesTheirEmbeddingsInOrder()
    {
        // More than one batch of every worker, so that results come in another order.
        byte[][] files = [.. Enumerable.Range(0, 20).Select(i => Picture(40 + i))];

        var embeddings = await _generator.GenerateAsync(
            files.Select(file => new DataContent(file, "image/png")), cancellationToken: Cancel);

        Assert.Equal(20, embeddings.Count);
        var direct = await _fixture.Embedder.EmbedAsync(
            files.Select((file, i) => EncodedImage.FromBytes(file, i)).ToAsyncEnumerable(), Cancel).ToListAsync(Cancel);
        Assert.All(direct, result => Assert.Equal(result.Embedding, embeddings[result.Ticket].Vector.ToArray()));
        Assert.All(embeddings, embedding =>
            Assert.Equal(("mobilenet-v2-int8", Now, 2080), (embedding.ModelId, embedding.CreatedAt, embedding.Dimensions)));
    }

    [Fact]
    public async Task GenerateAsync_Nothing_GivesNothing() => Assert.Empty(await _generator.GenerateAsync([], cancellationToken: Cancel));

    [Fact]
    public async Task GenerateAsync_BadPictures_NamesTheFirst()
    {
        DataContent[] inputs =
        [
            new(PictureBytes.Png(), "image/png"),
            new("no picture"u8.ToArray(), "image/jpeg") { Name = "sofa.jpg" },
            new("nor this"u8.ToArray(), "image/jpeg"),
        ];

        var exception = await Assert.ThrowsAsync<KindredException>(() => _generator.GenerateAsync(inputs, cancellationToken: Cancel));

        Assert.Equal(
            "Input 1 (sofa.jpg) cannot be embedded: not a picture Kindred can read; leave it out or fix it.", exception.Message);
    }

    [Fact]
    public async Task GenerateAsync_OtherThanImages_SaysWhich()
    {
        DataContent[] inputs = [new(PictureBytes.Png(), "image/png"), new(PictureBytes.Png(), "text/plain") { Name = "a.txt" }];

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(inputs, cancellationToken: Cancel));

        Assert.StartsWith("Input 1 (a.txt) is text/plain; only image/* can be embedded.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_OtherModelOrLength_Throws()
    {
        DataContent[] inputs = [new(PictureBytes.Png(), "image/png")];

        Task Generate(EmbeddingGenerationOptions options) => _generator.GenerateAsync(inputs, options, Cancel);

        await Assert.ThrowsAsync<ArgumentException>(() => Generate(new() { ModelId = "clip" }));
        await Assert.ThrowsAsync<ArgumentException>(() => Generate(new() { Dimensions = 512 }));
        await Generate(new() { ModelId = "mobilenet-v2-int8", Dimensions = 2080 });
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_Stops() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _generator.GenerateAsync([new(PictureBytes.Png(), "image/png")], cancellationToken: new CancellationToken(true)));

    [Fact]
    public void GetService_Metadata_SaysWhoAndWhat()
    {
        var metadata = _generator.GetService<EmbeddingGeneratorMetadata>()!;

        Assert.Equal(
            ("kindred", "mobilenet-v2-int8", 2080), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(_fixture.Embedder, _generator.GetService<OnnxEmbedder>());
        Assert.Same(_generator, _generator.GetService<IEmbeddingGenerator<DataContent, Embedding<float>>>());
        Assert.Null(_generator.GetService<EmbeddingGeneratorMetadata>("key"));
        Assert.Null(_generator.GetService<TimeProvider>());
    }

    [Fact]
    public void Dispose_Embedder_GoesWithItUnlessLeftOpen()
    {
        var disposed = 0;
        using var embedder = new DisposedEmbedder(() => disposed++);

        new ImageEmbeddingGenerator(embedder, leaveOpen: true).Dispose();
        Assert.Equal(0, disposed);
        new ImageEmbeddingGenerator(embedder).Dispose();
        Assert.Equal(1, disposed);
    }

    private static byte[] Picture(int width)
    {
        using var picture = PictureBytes.Detailed(width, 48);
        return picture.PngsaveBuffer();
    }

    private sealed class DisposedEmbedder(Action onDisposed) : IImageEmbedder
    {
        public EmbedderStamp Stamp { get; } = new("none", "", "", "", Kindred.Search.Metric.Cosine, 1, FitsSpace: false);

        public IAsyncEnumerable<EmbeddingResult> EmbedAsync(
            IAsyncEnumerable<EncodedImage> images, CancellationToken cancellationToken = default) =>
            AsyncEnumerable.Empty<EmbeddingResult>();

        public void Dispose() => onDisposed();
    }
}
