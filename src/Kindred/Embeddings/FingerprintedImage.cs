using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>All that near-duplicates are told by.</summary>
/// <param name="Embedding">The raw embedding.</param>
/// <param name="Fingerprint">The fingerprint.</param>
internal sealed record FingerprintedImage(ReadOnlyMemory<float> Embedding, Fingerprint Fingerprint);
