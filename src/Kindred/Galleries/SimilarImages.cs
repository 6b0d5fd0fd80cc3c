using Kindred.Images;

namespace Kindred.Galleries;

/// <summary>A picture, and the images of a library that are most similar to it.</summary>
/// <param name="Query">The picture.</param>
/// <param name="Results">Nearest first, ties by path; the picture itself left out.</param>
public sealed record SimilarImages(ImageQuery Query, IReadOnlyList<ScoredImage> Results);
