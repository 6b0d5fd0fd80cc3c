using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>Likes that belong together.</summary>
/// <param name="Medoid">The like in the middle: the one nearest to all others, by squared distance.</param>
/// <param name="Likes">All of them, in the order they were given in.</param>
/// <param name="Share">Its part of the list; the shares of all tastes sum to 1.</param>
public sealed record Taste(ImageQuery Medoid, IReadOnlyList<ImageQuery> Likes, double Share);
