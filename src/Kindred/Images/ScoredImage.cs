using Kindred.Search;

namespace Kindred.Images;

/// <summary>An image found for a query or recommended for likes.</summary>
/// <param name="Image">The image.</param>
/// <param name="Distance">How far from the query, in the library's metric and space; smaller is nearer.</param>
/// <param name="Score">The same as a score; larger is nearer. See <see cref="Search.Metric"/>.</param>
public sealed record ScoredImage(Image Image, float Distance, float Score);
