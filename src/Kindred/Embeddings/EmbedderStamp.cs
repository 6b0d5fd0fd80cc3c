using Kindred.Search;

namespace Kindred.Embeddings;

/// <summary>
/// Everything that decides what an embedding means. A library keeps the stamp of its embedder and refuses any other: distances
/// between embeddings of different make are noise.
/// </summary>
/// <param name="Model">Name of the model or recipe, such as <c>mobilenet-v2</c>.</param>
/// <param name="Weights">SHA-256 of the weights, in hexadecimal.</param>
/// <param name="Head">How feature maps become one vector, in one line.</param>
/// <param name="Input">How pictures are brought to the network, in one line.</param>
/// <param name="Metric">How embeddings are compared.</param>
/// <param name="Dimensions">Length of an embedding.</param>
/// <param name="FitsSpace">Whether a library may fit a space of its own on these embeddings.</param>
internal sealed record EmbedderStamp(
    string Model, string Weights, string Head, string Input, Metric Metric, int Dimensions, bool FitsSpace)
{
    /// <summary>
    /// Which of an embedding's numbers belong together, because one network made them: one block of all but for models that combine
    /// several. It stands in <see cref="Head"/>.
    /// </summary>
    public IReadOnlyList<EmbeddingBlock> Blocks => EmbeddingBlock.Read(Head, Dimensions);

    /// <summary>
    /// How many of an embedding's numbers, from the first on, near-duplicates are looked for by: those of the first network. How near they
    /// are was measured for one network; two together are as near as their mean, which one that is no good at it pulls down
    /// (docs/evaluation.md, Two networks).
    /// </summary>
    public int NearDuplicateDimensions => Blocks[0].Length;

    /// <summary>The model with the start of its weights' hash: enough to tell two apart in a message.</summary>
    public override string ToString() => $"{Model} ({Weights[..Math.Min(8, Weights.Length)]}, {Head})";
}
