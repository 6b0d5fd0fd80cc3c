using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>An image with its raw embedding, as a store reads it out.</summary>
/// <param name="Image">The image.</param>
/// <param name="Embedding">Its raw embedding. The memory is used again for the next one: copy what must last.</param>
internal readonly record struct StoredEmbedding(Image Image, ReadOnlyMemory<Half> Embedding);
