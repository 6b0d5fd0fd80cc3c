using System.Numerics.Tensors;
using Kindred.Embeddings;
using Microsoft.Extensions.AI;

namespace Kindred.Vision.Generators;

/// <summary>
/// Any embedding generator for text as what embeds a library's words. That it goes with the pictures' is the caller's word.
/// </summary>
/// <param name="generator">What embeds.</param>
/// <param name="leaveOpen">Whether the generator outlives this.</param>
internal sealed class GeneratorWords(IEmbeddingGenerator<string, Embedding<float>> generator, bool leaveOpen = false) : IWordsEmbedder
{
    /// <inheritdoc/>
    public bool IsFor(EmbedderStamp made) => true;

    /// <inheritdoc/>
    public EmbedderStamp PicturesOf(EmbedderStamp made) => made;

    /// <inheritdoc/>
    public async Task<float[]> EmbedAsync(string words, EmbedderStamp made, CancellationToken cancellationToken = default)
    {
        try
        {
            var embeddings = await generator.GenerateAsync([words], cancellationToken: cancellationToken);
            var vector = embeddings is [var one] ? one.Vector.ToArray() : throw new InvalidOperationException("no embedding");
            return TensorPrimitives.IsFiniteAll<float>(vector)
                ? vector
                : throw new InvalidOperationException("numbers that are not finite");
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new KindredException(
                $"Words cannot be embedded at the moment: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}; try again when the "
                + "generator works.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!leaveOpen)
            generator.Dispose();
    }
}
