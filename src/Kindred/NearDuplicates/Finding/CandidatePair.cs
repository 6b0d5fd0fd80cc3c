using Kindred.Images;

namespace Kindred.NearDuplicates.Finding;

/// <summary>Two contents whose raw embeddings are near enough to be looked into.</summary>
/// <param name="Content">One of them.</param>
/// <param name="Other">The other.</param>
/// <param name="Cosine">Cosine of their raw embeddings.</param>
internal readonly record struct CandidatePair(ContentHash Content, ContentHash Other, float Cosine);
