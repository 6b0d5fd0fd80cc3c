using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>The embedding of some content. Files with equal content share it.</summary>
/// <param name="Content">SHA-256 of the file it was made from.</param>
/// <param name="Embedding">The raw embedding.</param>
/// <param name="Width">Pixels, as shown.</param>
/// <param name="Height">Pixels, as shown.</param>
/// <param name="Fingerprint">What near-duplicates are told by; <see langword="null"/> where the embedder takes none.</param>
internal sealed record ContentEmbedding(
    ContentHash Content, ReadOnlyMemory<float> Embedding, int Width, int Height, Fingerprint? Fingerprint = null);
