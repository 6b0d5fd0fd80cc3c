using Kindred.Search;

namespace Kindred.Images;

/// <summary>An image found for a query or recommended for likes.</summary>
/// <param name="Image">The image.</param>
/// <param name="Distance">How far from the query, in the library's metric and space; smaller is nearer.</param>
/// <param name="Score">The same as a score; larger is nearer. See <see cref="Search.Metric"/>.</param>
/// <param name="Confidence">
/// How sure the score is, from 0 to 1: of pictures with such a score, the share that belongs with the query, where labels or likes have
/// taught the library what belongs together; otherwise the share of pictures whose tenth neighbor is farther. It never rises down a list.
/// </param>
public sealed record ScoredImage(Image Image, float Distance, float Score, float Confidence);
