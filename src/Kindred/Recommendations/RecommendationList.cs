namespace Kindred.Recommendations;

/// <summary>A list of recommendations.</summary>
/// <param name="Tastes">
/// The tastes it was made for, largest share first. Without likes there are none; with one strategy for all, there is one.
/// </param>
/// <param name="Items">
/// The recommendations in the order to show them in: best first within a taste, tastes taking turns by their shares.
/// </param>
public sealed record RecommendationList(IReadOnlyList<Taste> Tastes, IReadOnlyList<Recommendation> Items);
