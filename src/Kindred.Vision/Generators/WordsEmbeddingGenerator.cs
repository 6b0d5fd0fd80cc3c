using Kindred.Vision.Models;
using Kindred.Vision.Words;
using Microsoft.Extensions.AI;

namespace Kindred.Vision.Generators;

/// <summary>
/// The network for words of a model that has one, as the rest of .NET knows such: text in, embeddings out, to be compared by the cosine
/// with those that <see cref="ImageEmbeddingGenerator"/> gives of the same model. Safe to use from several threads.
/// </summary>
public sealed class WordsEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TextTower _tower;
    private readonly TimeProvider _time;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Loads a network and its tokenizer.</summary>
    /// <param name="model">The model: its id in the catalog, or the path of the picture network's <c>.onnx</c> file.</param>
    /// <param name="time">Where the embeddings' time comes from; the system's clock where <see langword="null"/>.</param>
    /// <exception cref="KindredException">
    /// There is no such model, it has no network for words (<see cref="Fault.NoWords"/>), or its files are not on this machine.
    /// </exception>
    public WordsEmbeddingGenerator(string model, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        var located = LocatedModel.Find(model);
        located.EnsureWords();
        var words = located.Recipe.Words ?? throw new KindredException(
            Fault.NoWords, $"{located.Recipe.Id} embeds pictures but no words; name a network for them in words of its recipe.");
        _tower = TextTower.Load(words, located.Folder);
        _time = time ?? TimeProvider.System;
        _metadata = new EmbeddingGeneratorMetadata("kindred", providerUri: null, located.Recipe.Id);
    }

    /// <summary>Embeds text.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">Not looked at: there is one model of one length.</param>
    /// <param name="cancellationToken">Stops between two texts.</param>
    /// <returns>One embedding of length 1 for each text, in their order.</returns>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Task.Run(() => Generate(values, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Closes the network.</summary>
    public void Dispose() => _tower.Dispose();

    private GeneratedEmbeddings<Embedding<float>> Generate(IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(_tower.Embed(value)) { ModelId = _metadata.DefaultModelId, CreatedAt = now });
        }

        return embeddings;
    }
}
