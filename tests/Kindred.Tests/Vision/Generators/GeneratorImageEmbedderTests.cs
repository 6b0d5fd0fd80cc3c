using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Generators;
using Microsoft.Extensions.AI;

namespace Kindred.Tests.Vision.Generators;

public sealed class GeneratorImageEmbedderTests
{
    private static readonly GeneratorImageEmbedderOptions Options = new() { Model = "test", Dimensions = 2, BatchSize = 3 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EmbedAsync_Pictures_ComeInBoundedBatchesWithTypeAndSize()
    {
        using var generator = new ScriptedGenerator((inputs, _) => inputs.Select(input => new[] { input.Data.Length, 1f }));

        var results = await EmbedAsync(
            generator, PictureBytes.Png(), PictureBytes.Jpeg(), PictureBytes.SidewaysJpeg(), PictureBytes.Avif(), PictureBytes.Gif());

        Assert.Equal([3, 2], generator.Calls.Select(call => call.Count));
        Assert.Equal(
            ["image/png", "image/jpeg", "image/jpeg", "image/avif", "image/gif"],
            generator.Calls.SelectMany(call => call).Select(input => input.MediaType));
        Assert.Equal([(64, 32), (64, 32), (32, 64), (64, 32), (64, 32)], results.Select(result => (result.Width, result.Height)));
        Assert.Equal([PictureBytes.Png().Length, 1f], results[0].Embedding!);
    }

    [Fact]
    public async Task EmbedAsync_WhatIsNoPicture_NeverReachesTheGenerator()
    {
        using var generator = new ScriptedGenerator((inputs, _) => inputs.Select(_ => new[] { 1f, 2 }));

        var results = await EmbedAsync(
            generator, Options with { PixelLimit = 64 * 32 }, "text"u8.ToArray(), PictureBytes.Png(), PictureBytes.AnimatedGif(), Large());

        Assert.Equal(["not a picture Kindred can read", null, null], results.Take(3).Select(result => result.Failure));
        Assert.Contains("more than the limit", results[3].Failure, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(generator.Calls).Count);
    }

    [Fact]
    public async Task EmbedAsync_OnePictureTheGeneratorRefuses_FailsAlone()
    {
        using var generator = new ScriptedGenerator((inputs, _) =>
            inputs.Any(input => input.MediaType == "image/gif")
                ? throw new NotSupportedException("no GIF,\nplease")
                : inputs.Select(_ => new[] { 1f, 2 }));

        var results = await EmbedAsync(generator, PictureBytes.Png(), PictureBytes.Gif(), PictureBytes.Jpeg(), PictureBytes.Png());

        Assert.Equal([null, "the model refused it: no GIF, please", null, null], results.Select(result => result.Failure));
        // The batch, its three pictures, the gray one, and the next batch.
        Assert.Equal([3, 1, 1, 1, 1, 1], generator.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task EmbedAsync_EveryPictureRefused_FailsThemAll()
    {
        using var generator = new ScriptedGenerator((inputs, _) =>
            inputs.Any(input => input.MediaType == "image/gif")
                ? throw new NotSupportedException("no GIF")
                : inputs.Select(_ => new[] { 1f, 2 }));

        var results = await EmbedAsync(generator, PictureBytes.Gif());

        Assert.Equal("the model refused it: no GIF", Assert.Single(results).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmbedAsync_ServiceGone_StopsTheJobInsteadOfFailingEveryPicture(bool timeLimit)
    {
        using var generator = new ScriptedGenerator((_, _) =>
            throw (timeLimit ? new TaskCanceledException("the service is gone") : new HttpRequestException("the service is gone")));

        var exception = await Assert.ThrowsAsync<KindredException>(() => EmbedAsync(generator, PictureBytes.Png(), PictureBytes.Jpeg()));

        Assert.Equal("test cannot embed pictures at the moment: the service is gone; try again when it works.", exception.Message);
    }

    [Fact]
    public async Task EmbedAsync_Cancelled_Passes()
    {
        using var stop = new CancellationTokenSource();
        using var generator = new ScriptedGenerator((_, token) =>
        {
            stop.Cancel();
            token.ThrowIfCancellationRequested();
            return [];
        });
        using var embedder = new GeneratorImageEmbedder(generator, Options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => embedder.EmbedAsync(Images(PictureBytes.Png(), PictureBytes.Jpeg()), stop.Token).ToListAsync(Cancel).AsTask());

        Assert.Single(generator.Calls);
    }

    [Fact]
    public async Task EmbedAsync_TooFewOrNotFinite_FailsThosePictures()
    {
        using var generator = new ScriptedGenerator((inputs, _) => inputs
            .Where(input => input.MediaType != "image/gif")
            .Select(input => new[] { input.MediaType == "image/jpeg" ? float.NaN : 1, 2 }));

        var results = await EmbedAsync(generator, PictureBytes.Gif(), PictureBytes.Jpeg(), PictureBytes.Png());

        Assert.Equal(
            [
                "the model refused it: 0 embeddings for 1 pictures",
                "the model's embedding has numbers that are not finite or too large", null,
            ],
            results.Select(result => result.Failure));
    }

    [Fact]
    public async Task EmbedAsync_OtherLengthThanAnnounced_StopsTheJob()
    {
        using var generator = new ScriptedGenerator((inputs, _) => inputs.Select(_ => new float[3]));

        var exception = await Assert.ThrowsAnyAsync<KindredException>(() => EmbedAsync(generator, PictureBytes.Png()));

        Assert.Contains("3 numbers where 2 were announced", exception.Message, StringComparison.Ordinal);
        Assert.Single(generator.Calls);
    }

    [Fact]
    public void Stamp_Options_DecideIt()
    {
        using var generator = Known();
        using var plain = new GeneratorImageEmbedder(generator);
        using var other = new GeneratorImageEmbedder(
            generator, new() { Model = "mine", Version = "2", Dimensions = 9, Metric = Metric.Euclidean, FitsSpace = true });

        // SHA-256 of nothing and of "2", from sha256sum.
        Assert.Equal(
            new EmbedderStamp(
                "clip", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "generator acme", "whole files", Metric.Cosine, 5, FitsSpace: false),
            plain.Stamp);
        Assert.Equal(
            new EmbedderStamp(
                "mine", "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
                "generator acme", "whole files", Metric.Euclidean, 9, FitsSpace: true),
            other.Stamp);
        Assert.Empty(generator.Calls);
    }

    [Fact]
    public async Task CreateAsync_LengthUnknown_IsFoundWithAPicture()
    {
        using var generator = new ScriptedGenerator((inputs, _) => inputs.Select(_ => new float[7]));

        Assert.Throws<KindredException>(() => new GeneratorImageEmbedder(generator));
        Assert.Contains(
            "GeneratorImageEmbedderOptions.Dimensions",
            Assert.Throws<KindredException>(() => new GeneratorImageEmbedder(generator, new() { Model = "test" })).Message,
            StringComparison.Ordinal);
        using var embedder = await GeneratorImageEmbedder.CreateAsync(generator, new() { Model = "test" }, Cancel);

        Assert.Equal(7, embedder.Stamp.Dimensions);
        Assert.Equal("image/png", Assert.Single(Assert.Single(generator.Calls)).MediaType);
    }

    [Fact]
    public async Task CreateAsync_LengthKnown_AsksNothing()
    {
        using var generator = Known();

        using var embedder = await GeneratorImageEmbedder.CreateAsync(generator, cancellationToken: Cancel);

        Assert.Equal(5, embedder.Stamp.Dimensions);
        Assert.Empty(generator.Calls);
    }

    [Fact]
    public void Dispose_Generator_GoesWithItUnlessLeftOpen()
    {
        using var generator = Known();

        new GeneratorImageEmbedder(generator, new() { LeaveOpen = true }).Dispose();
        Assert.False(generator.IsDisposed);
        new GeneratorImageEmbedder(generator).Dispose();
        Assert.True(generator.IsDisposed);
    }

    private static ScriptedGenerator Known() =>
        new((inputs, _) => inputs.Select(_ => new float[5]), new EmbeddingGeneratorMetadata("acme", providerUri: null, "clip", 5));

    private static byte[] Large()
    {
        using var picture = PictureBytes.Detailed(65, 32);
        return picture.PngsaveBuffer();
    }

    private static IAsyncEnumerable<EncodedImage> Images(params byte[][] files) =>
        files.Select((file, i) => EncodedImage.FromBytes(file, i)).ToAsyncEnumerable();

    private static Task<List<EmbeddingResult>> EmbedAsync(ScriptedGenerator generator, params byte[][] files) =>
        EmbedAsync(generator, Options, files);

    /// <summary>The results by ticket.</summary>
    private static async Task<List<EmbeddingResult>> EmbedAsync(
        ScriptedGenerator generator, GeneratorImageEmbedderOptions options, params byte[][] files)
    {
        using var embedder = new GeneratorImageEmbedder(generator, options);
        var results = await embedder.EmbedAsync(Images(files), Cancel).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(0, files.Length), results.Select(result => result.Ticket).Order());
        return [.. results.OrderBy(result => result.Ticket)];
    }
}
