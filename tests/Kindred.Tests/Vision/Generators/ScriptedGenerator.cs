using Microsoft.Extensions.AI;

namespace Kindred.Tests.Vision.Generators;

/// <summary>A generator that does what a test says, in place of a service that fails on demand.</summary>
internal sealed class ScriptedGenerator(
    Func<IReadOnlyList<DataContent>, CancellationToken, IEnumerable<float[]>> embed, EmbeddingGeneratorMetadata? metadata = null)
    : IEmbeddingGenerator<DataContent, Embedding<float>>
{
    /// <summary>The inputs of every call.</summary>
    public List<IReadOnlyList<DataContent>> Calls { get; } = [];

    public bool IsDisposed { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var inputs = values.ToList();
        Calls.Add(inputs);
        var embeddings = embed(inputs, cancellationToken).Select(vector => new Embedding<float>(vector));
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(embeddings));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata : null;

    public void Dispose() => IsDisposed = true;
}
