namespace Kindred.Recommendations;

/// <summary>A list of recommendations.</summary>
/// <param name="Tastes">
/// The tastes the list was made for, largest share first. Without likes there are none; with <see cref="Strategy.Average"/> there is
/// one.
/// </param>
/// <param name="Items">
/// The recommendations in the order to show them in: best first within a taste, tastes taking turns by their shares.
/// </param>
public sealed record RecommendationList(IReadOnlyList<Taste> Tastes, IReadOnlyList<Recommendation> Items);
