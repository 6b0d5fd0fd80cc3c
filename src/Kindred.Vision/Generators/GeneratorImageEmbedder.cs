using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Vision.Decoding;
using Microsoft.Extensions.AI;

namespace Kindred.Vision.Generators;

/// <summary>
/// Any embedding generator for pictures as the embedder of a library: a model behind a web service, or one that another runtime runs.
/// Pictures are looked at before they are handed over: what is no picture, or too large a one, never reaches the generator.
/// </summary>
/// <remarks>
/// <para>
/// Pictures go to the generator in batches, one batch at a time. Where a batch fails its pictures are tried one by one, and one that
/// fails alone is a failed result. A generator that fails for another reason, such as a service that cannot be reached, must not make
/// failures of good pictures; so it is then asked for a plain gray one as well, and where it fails even there the job stops.
/// </para>
/// <para>
/// Waiting and trying again when a service is busy is left to the generator, which has middleware for it.
/// </para>
/// </remarks>
internal sealed class GeneratorImageEmbedder : IImageEmbedder
{
    /// <summary>Three times what a fingerprint keeps, so that its average has something to average.</summary>
    private const int FingerprintSide = 144;

    private readonly IEmbeddingGenerator<DataContent, Embedding<float>> _generator;
    private readonly GeneratorImageEmbedderOptions _options;
    private readonly ImageDecoder _decoder;

    /// <summary>Makes an embedder of a generator whose embeddings' length is known from the options or from its metadata.</summary>
    /// <param name="generator">What embeds.</param>
    /// <param name="options">What the library's stamp says of it, and how it is used.</param>
    /// <exception cref="KindredException">Neither options nor metadata name the model, or its embeddings' length.</exception>
    public GeneratorImageEmbedder(
        IEmbeddingGenerator<DataContent, Embedding<float>> generator, GeneratorImageEmbedderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        _generator = generator;
        _options = options ?? new GeneratorImageEmbedderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(options));
        _decoder = new ImageDecoder(_options.PixelLimit);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>();
        var model = _options.Model ?? metadata?.DefaultModelId
            ?? throw new KindredException("The embedding generator does not name its model; set GeneratorImageEmbedderOptions.Model.");
        var dimensions = _options.Dimensions ?? metadata?.DefaultModelDimensions ?? throw new KindredException(
            $"The embedding generator does not say how long embeddings of {model} are; "
            + "set GeneratorImageEmbedderOptions.Dimensions.");
        Stamp = new EmbedderStamp(
            model, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_options.Version))),
            $"generator {metadata?.ProviderName ?? "of unknown make"}", "whole files", _options.Metric, dimensions, _options.FitsSpace);
    }

    /// <inheritdoc/>
    public EmbedderStamp Stamp { get; }

    /// <summary>
    /// Makes an embedder of a generator. Where nothing says how long its embeddings are, it is asked for that of a gray picture.
    /// </summary>
    /// <param name="generator">What embeds.</param>
    /// <param name="options">What the library's stamp says of it, and how it is used.</param>
    /// <param name="cancellationToken">Stops the generator.</param>
    /// <exception cref="KindredException">Neither options nor metadata name the model. The generator's own exceptions pass.</exception>
    public static async Task<GeneratorImageEmbedder> CreateAsync(
        IEmbeddingGenerator<DataContent, Embedding<float>> generator, GeneratorImageEmbedderOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new GeneratorImageEmbedderOptions();
        if (options.Dimensions is null && generator.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelDimensions is null)
        {
            var probe = await generator.GenerateAsync(ProbePicture.Create(), cancellationToken: cancellationToken);
            options = options with { Dimensions = probe.Dimensions };
        }

        return new GeneratorImageEmbedder(generator, options);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EmbeddingResult> EmbedAsync(
        IAsyncEnumerable<EncodedImage> images, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var batch = new List<Picture>(_options.BatchSize);
        await foreach (var image in images.WithCancellation(cancellationToken))
        {
            if (Read(image, out var picture) is { } failed)
                yield return failed;
            else
                batch.Add(picture);

            if (batch.Count < _options.BatchSize)
                continue;
            foreach (var result in await EmbedAsync(batch, cancellationToken))
                yield return result;
            batch.Clear();
        }

        foreach (var result in await EmbedAsync(batch, cancellationToken))
            yield return result;
    }

    /// <summary>Disposes the generator, unless it was to be left open.</summary>
    public void Dispose()
    {
        if (!_options.LeaveOpen)
            _generator.Dispose();
    }

    private EmbeddingResult? Read(EncodedImage image, out Picture picture)
    {
        using (image)
        {
            try
            {
                var header = _decoder.ReadHeader(image.Bytes.Span);
                // A copy: nothing says when a generator is done with the bytes, and these go back to a pool.
                picture = new Picture(
                    image.Ticket, header.Size, TakeFingerprint(image), new DataContent(image.Bytes.ToArray(), header.MediaType));
                return null;
            }
            catch (UnreadableImageException exception)
            {
                picture = default;
                return EmbeddingResult.Failed(image.Ticket, exception.ImageFault, exception.Message);
            }
        }
    }

    /// <summary>
    /// Decodes the picture, which the generator gets as a file: near-duplicates are told by fingerprints, whoever embeds.
    /// </summary>
    private Fingerprint TakeFingerprint(EncodedImage image)
    {
        var rgb = new byte[FingerprintSide * FingerprintSide * 3];
        _decoder.Decode(image.Bytes.Span, FingerprintSide, FingerprintSide, rgb);
        return Fingerprint.FromRgb(rgb, FingerprintSide, FingerprintSide);
    }

    private async Task<IReadOnlyList<EmbeddingResult>> EmbedAsync(List<Picture> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0)
            return [];
        try
        {
            return await GenerateAsync(batch, cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            return await EmbedOneByOneAsync(batch, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<EmbeddingResult>> EmbedOneByOneAsync(List<Picture> batch, CancellationToken cancellationToken)
    {
        var results = new List<EmbeddingResult>(batch.Count);
        Exception? fault = null;
        foreach (var picture in batch)
        {
            try
            {
                results.AddRange(await GenerateAsync([picture], cancellationToken));
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                fault = exception;
                results.Add(EmbeddingResult.Failed(
                    picture.Ticket, ImageFault.Damaged, $"the model refused it: {exception.Message.ReplaceLineEndings(" ")}"));
            }
        }

        if (fault is not null)
            await EnsureGeneratorWorksAsync(fault, cancellationToken);
        return results;
    }

    private async Task EnsureGeneratorWorksAsync(Exception fault, CancellationToken cancellationToken)
    {
        try
        {
            await GenerateAsync([new Picture(0, new ImageSize(1, 1), Fingerprint: null, ProbePicture.Create())], cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            throw new KindredException(
                $"{Stamp.Model} cannot embed pictures at the moment: {fault.Message.ReplaceLineEndings(" ")}; "
                + "try again when it works.", fault);
        }
    }

    private async Task<IReadOnlyList<EmbeddingResult>> GenerateAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        var embeddings = await _generator.GenerateAsync(pictures.Select(picture => picture.Content), cancellationToken: cancellationToken);
        if (embeddings.Count != pictures.Count)
            throw new InvalidOperationException($"{embeddings.Count} embeddings for {pictures.Count} pictures");
        return [.. pictures.Zip(embeddings, Result)];
    }

    private EmbeddingResult Result(Picture picture, Embedding<float> embedding)
    {
        var vector = embedding.Vector.ToArray();
        if (vector.Length != Stamp.Dimensions)
        {
            throw new WrongLengthException(
                $"{Stamp.Model} gave an embedding of {vector.Length} numbers where {Stamp.Dimensions} were announced; "
                + "set GeneratorImageEmbedderOptions.Dimensions.");
        }

        return EmbeddingResult.Of(picture.Ticket, vector, picture.Size.Width, picture.Size.Height, picture.Fingerprint);
    }

    // A time limit of the generator's own ends in the same exception as the caller's wish to stop, and is a fault like any other.
    private static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception is not WrongLengthException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private readonly record struct Picture(int Ticket, ImageSize Size, Fingerprint? Fingerprint, DataContent Content);

    /// <summary>Not about one picture: all others would have the same fault.</summary>
    private sealed class WrongLengthException(string message) : KindredException(message);
}
