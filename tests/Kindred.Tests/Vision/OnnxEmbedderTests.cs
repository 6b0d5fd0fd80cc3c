using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Vision;

namespace Kindred.Tests.Vision;

public sealed class OnnxEmbedderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<byte[]> _pictures = [];

    public OnnxEmbedderTests()
    {
        for (var i = 0; i < 11; i++)
        {
            var path = _folder.File($"{i}.jpg");
            TestPictures.Write(path, i, 200 + i, 150);
            _pictures.Add(File.ReadAllBytes(path));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EmbedAsync_AnyWorkersAndBatches_GivesTheSameBits()
    {
        var one = await EmbedAsync(new OnnxEmbedderOptions { Workers = 1, BatchSize = 1 }, _pictures);
        var many = await EmbedAsync(new OnnxEmbedderOptions { Workers = 3, BatchSize = 4 }, _pictures);

        Assert.Equal(_pictures.Count, one.Count);
        Assert.Equal(one.Keys.Order(), many.Keys.Order());
        Assert.All(one, pair => Assert.Equal(pair.Value.Embedding, many[pair.Key].Embedding));
        Assert.All(one, pair => Assert.Equal(pair.Value.Fingerprint!.ToByteArray(), many[pair.Key].Fingerprint!.ToByteArray()));
        Assert.NotEqual(one[0].Embedding, one[1].Embedding);
    }

    [Fact]
    public async Task EmbedAsync_DefaultModel_GivesUnitVectorsAndSizes()
    {
        var results = await EmbedAsync(new OnnxEmbedderOptions(), _pictures);

        Assert.All(results.Values, result =>
        {
            Assert.Equal(2080, result.Embedding!.Length);
            Assert.Equal(1, System.Numerics.Tensors.TensorPrimitives.Norm<float>(result.Embedding), 1e-4f);
            Assert.Equal((200 + result.Ticket, 150), (result.Width, result.Height));
        });
    }

    [Fact]
    public async Task EmbedAsync_BadPictures_FailAlone()
    {
        var results = await EmbedAsync(
            new OnnxEmbedderOptions(), [_pictures[0], "no picture"u8.ToArray(), _pictures[1], _pictures[2][..300]]);

        Assert.Equal([0, 2], results.Values.Where(result => result.Failure is null).Select(result => result.Ticket).Order());
        Assert.Equal([1, 3], results.Values.Where(result => result.Embedding is null).Select(result => result.Ticket).Order());
        Assert.All(results.Values.Where(result => result.Failure is not null), result => Assert.NotEmpty(result.Failure!));
        Assert.Equal((null, ImageFault.Unsupported, ImageFault.Damaged), (results[0].Fault, results[1].Fault, results[3].Fault));
    }

    [Fact]
    public async Task EmbedAsync_Nothing_EndsAtOnce() => Assert.Empty(await EmbedAsync(new OnnxEmbedderOptions(), []));

    [Fact]
    public async Task EmbedAsync_Cancelled_Stops()
    {
        using var embedder = OnnxEmbedder.Load();
        using var stop = new CancellationTokenSource();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in embedder.EmbedAsync(Endless(), stop.Token))
            {
                if (++seen == 5)
                    await stop.CancelAsync();
            }
        });

        Assert.True(seen >= 5);
    }

    [Fact]
    public async Task EmbedAsync_ReaderWalksAway_LeavesNothingRunning()
    {
        using var embedder = OnnxEmbedder.Load();

        await foreach (var _ in embedder.EmbedAsync(Endless(), Cancel))
            break;

        // Disposing the session under a worker would crash the process; getting here without one is the test.
        Assert.NotEmpty(embedder.Stamp.Weights);
    }

    [Fact]
    public async Task EmbedAsync_SourceFails_FailsWithItsFault()
    {
        using var embedder = OnnxEmbedder.Load();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in embedder.EmbedAsync(Failing(), Cancel))
            {
            }
        });
    }

    [Fact]
    public void Stamp_DefaultModel_SaysWhatDecidesAnEmbedding()
    {
        using var embedder = OnnxEmbedder.Load();

        Assert.Equal("mobilenet-v2-int8", embedder.Stamp.Model);
        // SHA-256 of the file, as it was published.
        Assert.Equal("d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6", embedder.Stamp.Weights);
        Assert.Contains("expanded_conv_15/add gem3 2", embedder.Stamp.Head, StringComparison.Ordinal);
        Assert.Equal((Metric.Cosine, 2080, true), (embedder.Stamp.Metric, embedder.Stamp.Dimensions, embedder.Stamp.FitsSpace));
    }

    [Fact]
    public void Load_UnknownModel_NamesIt()
    {
        var exception = Assert.Throws<KindredException>(() => OnnxEmbedder.Load("mobilenet-v9"));

        Assert.Equal((Fault.NoSuchModel, "mobilenet-v9"), (exception.Fault, exception.Subject));
    }

    private static async Task<Dictionary<int, EmbeddingResult>> EmbedAsync(OnnxEmbedderOptions options, IReadOnlyList<byte[]> pictures)
    {
        using var embedder = OnnxEmbedder.Load(model: null, options);
        var results = new Dictionary<int, EmbeddingResult>();
        await foreach (var result in embedder.EmbedAsync(
            pictures.Select((bytes, i) => EncodedImage.FromBytes(bytes, i)).ToAsyncEnumerable(), Cancel))
        {
            results.Add(result.Ticket, result);
        }

        return results;
    }

    private async IAsyncEnumerable<EncodedImage> Endless()
    {
        for (var i = 0; ; i++)
        {
            await Task.Yield();
            yield return EncodedImage.FromBytes(_pictures[i % _pictures.Count], i);
        }
    }

    private async IAsyncEnumerable<EncodedImage> Failing()
    {
        yield return EncodedImage.FromBytes(_pictures[0]);
        await Task.Yield();
        throw new InvalidDataException("the disk is gone");
    }
}
