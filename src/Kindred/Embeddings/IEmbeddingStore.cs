using Kindred.Images;

namespace Kindred.Embeddings;

/// <summary>The raw embeddings and fingerprints of contents.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface IEmbeddingStore
{
    /// <summary>The contents that have an embedding, whether or not an image shows them now.</summary>
    Task<HashSet<ContentHash>> ReadContentsAsync(CancellationToken cancellationToken = default);

    /// <summary>All images with their raw embeddings, by path, then folder, both ordinal.</summary>
    IAsyncEnumerable<StoredEmbedding> ReadEmbeddingsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Raw embeddings of some contents, thousands if need be, whether or not an image shows them. Contents without one are absent.
    /// </summary>
    Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadContentEmbeddingsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default);

    /// <summary>Fingerprints of some contents, whether or not an image shows them. Contents without one are absent.</summary>
    Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default);

    /// <summary>All fingerprints, whether or not an image shows their content; in no order.</summary>
    IAsyncEnumerable<KeyValuePair<ContentHash, Fingerprint>> ReadFingerprintsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Drops embeddings that no image shows and nobody likes or dislikes, once they outnumber the contents that are shown.
    /// </summary>
    /// <returns>How many were dropped.</returns>
    Task<int> PruneAsync(CancellationToken cancellationToken = default);
}
