using Kindred.Images;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Finds the pairs of contents that may be near-duplicates or variants: the nearest by raw embeddings, whatever space the library searches
/// in. A learned one brings pictures of one kind together, near-duplicates or not.
/// </summary>
internal interface ICandidateFinder : IDisposable
{
    /// <summary>Nearest contents that are looked into.</summary>
    const int Candidates = 20;

    /// <summary>How many contents to ask about at once, which bounds the memory.</summary>
    int MostAtOnce { get; }

    /// <summary>
    /// The contents, each once, in an order in which those that look alike come together where that is known: what is unpacked for one then
    /// serves the next.
    /// </summary>
    IReadOnlyList<ContentHash> Arrange(IReadOnlyList<ContentHash> contents) => contents;

    /// <summary>
    /// Pairs of one of the contents and another one of the library, among its <see cref="Candidates"/> nearest and with a cosine of at
    /// least <see cref="NearDuplicateEvidence.LeastCosine"/>. No pair comes twice; a pair that an earlier call gave may be left out.
    /// </summary>
    /// <param name="contents">The contents, at most <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<IReadOnlyList<CandidatePair>> FindAsync(ContentHash[] contents, CancellationToken cancellationToken);
}
