using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Pairs of near-duplicates and of variants, and what has not been compared yet.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface INearDuplicateStore
{
    /// <summary>Contents with a fingerprint that images show and that have not been compared with the others yet, in their order.</summary>
    Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Pairs of near-duplicates and of variants, each once, in their order. Pairs are dropped with the embedding of either content, or
    /// when it is made anew.
    /// </summary>
    Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Those of the pairs that some contents are in, and those that lead on from there: all that it takes to know their groups. Reads no
    /// others.
    /// </summary>
    Task<IReadOnlyList<NearDuplicatePair>> ReadNearDuplicatesAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default);

    /// <summary>Adds pairs and marks contents as compared, in one transaction.</summary>
    Task WriteNearDuplicatesAsync(
        IReadOnlyCollection<NearDuplicatePair> pairs, IReadOnlyCollection<ContentHash> compared,
        CancellationToken cancellationToken = default);
}
