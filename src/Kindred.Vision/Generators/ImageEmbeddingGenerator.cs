using Kindred.Embeddings;
using Kindred.Images;
using Microsoft.Extensions.AI;

namespace Kindred.Vision.Generators;

/// <summary>
/// An embedder as the rest of .NET knows them: pictures in, embeddings out, for vector stores and whatever else takes an
/// <see cref="IEmbeddingGenerator{TInput,TEmbedding}"/>. Safe to use from several threads.
/// </summary>
/// <remarks>
/// The embeddings are raw: a library compares them in a space of its own, other stores will compare them as they are.
/// <see cref="GetService"/> has <see cref="EmbeddingGeneratorMetadata"/> (provider <c>kindred</c>).
/// </remarks>
public sealed class ImageEmbeddingGenerator : IEmbeddingGenerator<DataContent, Embedding<float>>
{
    private readonly IImageEmbedder _embedder;
    private readonly TimeProvider _time;
    private readonly bool _leaveOpen;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Loads a network of Kindred's.</summary>
    /// <param name="model">
    /// Its id in the catalog, or the path of an <c>.onnx</c> file; the catalog's default where <see langword="null"/>.
    /// </param>
    /// <exception cref="KindredException">There is no such model, or its weights are not on this machine.</exception>
    public ImageEmbeddingGenerator(string? model = null)
        : this(OnnxEmbedder.Load(model))
    {
    }

    /// <summary>Puts a generator around an embedder.</summary>
    /// <param name="embedder">What embeds.</param>
    /// <param name="time">Where the embeddings' time comes from; the system's clock where <see langword="null"/>.</param>
    /// <param name="leaveOpen">Whether the embedder outlives the generator; by default it is disposed with it.</param>
    internal ImageEmbeddingGenerator(IImageEmbedder embedder, TimeProvider? time = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        _embedder = embedder;
        _time = time ?? TimeProvider.System;
        _leaveOpen = leaveOpen;
        _metadata = new EmbeddingGeneratorMetadata("kindred", providerUri: null, embedder.Stamp.Model, embedder.Stamp.Dimensions);
    }

    /// <summary>Embeds pictures.</summary>
    /// <param name="values">The pictures' files, of a media type <c>image/…</c>; which one is told from the bytes.</param>
    /// <param name="options">May name the model and its number of dimensions; there are no others to be had.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>One raw embedding for each picture, in the order of <paramref name="values"/>.</returns>
    /// <exception cref="ArgumentException">A value is no image, or the options ask for another model or length.</exception>
    /// <exception cref="KindredException">
    /// A picture cannot be read; the message has the first such, its number from 0 and its name.
    /// </exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        DataContent[] inputs = [.. values];
        Check(inputs, nameof(values));
        Check(options);

        var embeddings = new float[inputs.Length][];
        (int Input, string Reason)? failure = null;
        // Each picture is copied only when the embedder asks for it.
        var images = inputs.Select((input, i) => EncodedImage.FromBytes(input.Data.Span, i)).ToAsyncEnumerable();
        await foreach (var result in _embedder.EmbedAsync(images, cancellationToken))
        {
            if (result.Embedding is { } embedding)
                embeddings[result.Ticket] = embedding;
            // Results come in no particular order; the first by its number is the same each time.
            else if (failure is null || result.Ticket < failure.Value.Input)
                failure = (result.Ticket, result.Failure ?? "no embedding");
        }

        if (failure is var (bad, reason))
            throw new KindredException($"{Describe(inputs[bad], bad)} cannot be embedded: {reason}; leave it out or fix it.");

        var now = _time.GetUtcNow();
        return new(embeddings.Select(vector => new Embedding<float>(vector) { ModelId = _embedder.Stamp.Model, CreatedAt = now }));
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_embedder) ? _embedder
            : null;
    }

    /// <summary>Disposes the embedder, unless it was to be left open.</summary>
    public void Dispose()
    {
        if (!_leaveOpen)
            _embedder.Dispose();
    }

    private static void Check(DataContent[] inputs, string parameter)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is null)
                throw new ArgumentException($"Input {i} is null.", parameter);
            if (!inputs[i].HasTopLevelMediaType("image"))
                throw new ArgumentException($"{Describe(inputs[i], i)} is {inputs[i].MediaType}; only image/* can be embedded.", parameter);
        }
    }

    private static string Describe(DataContent input, int index) =>
        string.IsNullOrEmpty(input.Name) ? $"Input {index}" : $"Input {index} ({input.Name})";

    private void Check(EmbeddingGenerationOptions? options)
    {
        var stamp = _embedder.Stamp;
        if (options?.ModelId is { } model && model != stamp.Model)
            throw new ArgumentException($"This generator embeds with {stamp.Model}, not with {model}.", nameof(options));
        if (options?.Dimensions is { } dimensions && dimensions != stamp.Dimensions)
            throw new ArgumentException($"Embeddings of {stamp.Model} have {stamp.Dimensions} numbers, not {dimensions}.", nameof(options));
    }
}
